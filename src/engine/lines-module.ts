// Provides the memory of a module that reads lines of JSON: they are put there, and it stops before one that it does not
// read.

import { readFileSync } from 'node:fs'

// @types/node has these in the types of browsers only
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: object }
}

/** What each of them exports. */
export interface LinesExports {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  reached(): number
  count(): number
  stopped(): boolean
}

const PADDING = 64 // bytes after a text that are read with it, and mean nothing, or are written over
const PAGE = 65_536
const LF = 0x0a

const modules = new Map<string, object>()

export abstract class LinesModule<Exports extends LinesExports> {
  protected readonly exports: Exports
  protected bytes: Buffer = Buffer.alloc(0)
  protected view: DataView = new DataView(new ArrayBuffer(0))
  /** Where lines begin, once all is kept that stands before them. */
  protected base = 0
  /** Where the line is that comes next, and where the last of them ends. */
  protected at = 0
  protected end = 0

  /** `file` is one of `dist/kernel`. */
  constructor(file: string) {
    const url = new URL(`../../dist/kernel/${file}`, import.meta.url)
    const module = modules.get(file) ?? new WebAssembly.Module(readFileSync(url))
    modules.set(file, module)
    this.exports = new WebAssembly.Instance(module, { host: this.imported() }).exports as Exports
  }

  /** What the module asks of the host. */
  protected abstract imported(): object

  /** Takes whole lines, all of which are to be read before the next come. */
  read(lines: Uint8Array): void {
    this.at = this.base
    this.end = this.base + lines.length
    this.grow(this.end + PADDING + this.roomAfter(lines.length))
    this.bytes.set(lines, this.base)
  }

  /** How many bytes are needed after so many bytes of lines. */
  protected abstract roomAfter(length: number): number

  /** How many records were read last. */
  get count(): number {
    return this.exports.count()
  }

  /** Whether all lines were read. */
  get isDone(): boolean {
    return this.at === this.end
  }

  /** Whether it stopped before a line that it does not read. */
  get isStopped(): boolean {
    return Boolean(this.exports.stopped())
  }

  /** The next line, which is passed. */
  nextLine(): string {
    const end = this.bytes.indexOf(LF, this.at)
    const line = this.bytes.toString('utf8', this.at, end)
    this.at = end + 1
    return line
  }

  protected grow(size: number): void {
    const { memory } = this.exports
    const missing = size + PADDING - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
    if (this.bytes.buffer === memory.buffer) return
    this.bytes = Buffer.from(memory.buffer)
    this.view = new DataView(memory.buffer)
  }
}
