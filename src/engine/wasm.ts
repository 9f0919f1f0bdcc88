// Loads the kernel, the inner loops of the engine, and keeps its memories for the next document.

import { readFileSync } from 'node:fs'
import { InputError } from '../core/errors.ts'
import { SETTINGS_SIZE, TABLE_SETTINGS } from '../kernel/layout.ts'
import type { KernelExports } from './kernel-exports.ts'

// @types/node has these in the types of browsers only
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: object }
  RuntimeError: typeof Error
}

/** What the kernel asks of its host. Names are numbers that mean something to the kernel only. */
export interface Host {
  describe(name: number): void
  expand(name: number, uri: number): number
  nameIn(name: number, uri: number): void
  entity(name: number, isInAttribute: number, at: number): number
  flush(exit: number, from: number, length: number, records: number): number
  ask(step: number, from: number, length: number): number
  rewrite(step: number, from: number, length: number): number
  number(from: number, length: number): number
  forget(): void
  offsetOf(utf8: number): number
  checkSource(from: number, length: number, record: number, offset: number): void
}

/** A build of the kernel: its file, and what is kept of it from the first document on. */
export class KernelBuild {
  /** From here, or with its scheme. */
  readonly file: string
  /** What one memory of it asks for besides its host. */
  readonly imports: () => { env?: object; checks?: object }
  readonly idle: Kernel[] = []
  readonly #keeps: { memories: number; bytes: number }
  #module: object | undefined

  /** Of idle memories it keeps so many, and none that has grown to so many bytes. */
  constructor(
    file: string,
    imports: KernelBuild['imports'] = () => ({}),
    keeps: { memories: number; bytes: number } = { memories: 4, bytes: 640 << 20 },
  ) {
    this.file = file
    this.imports = imports
    this.#keeps = keeps
  }

  /** Takes back a memory of so many bytes, for the next document if it is worth keeping. */
  keep(kernel: Kernel, bytes: number): void {
    const { idle } = this
    if (idle.length < this.#keeps.memories && bytes < this.#keeps.bytes) idle.push(kernel)
  }

  /** Takes what another thread has compiled. */
  set module(module: object) {
    this.#module = module
  }

  get module(): object {
    this.#module ??= new WebAssembly.Module(readFileSync(new URL(this.file, import.meta.url)))
    return this.#module
  }
}

const SHIPPED = new KernelBuild('../../dist/kernel/kernel.wasm')

/**
 * Its tables have a 128th of the room, for thousands of documents at once: 4,096 names, 10,000 levels. A document that needs
 * more is a `LimitError`.
 */
export const COMPACT: KernelBuild = new KernelBuild('../../dist/kernel/compact.wasm', undefined, {
  memories: 1000,
  bytes: 16 << 20,
})

let build = SHIPPED

/** The usual build, compiled, for other threads: what is compiled in one is not compiled again in others. */
export function compiledKernel(): object {
  return SHIPPED.module
}

export function useCompiled(module: object): void {
  SHIPPED.module = module
}

/** Has documents read by another build from here on, or by the usual one. */
export function useKernel(other: KernelBuild = SHIPPED): void {
  build = other
}

/** One memory with the kernel in it: reads one document at a time. */
export class Kernel {
  readonly exports: KernelExports
  host: Host | undefined
  /** Whether another document may be read in it. */
  isSound = true
  /** Looks at a record, as JSON, before it is made flat. */
  see: (record: string) => void = () => {}
  /** Makes a record flat, as JSON. */
  flatten: (record: string) => string = String
  readonly #build: KernelBuild
  #bytes: Buffer

  private constructor(build: KernelBuild) {
    this.#build = build
    const host: Host = {
      describe: (name) => this.#host.describe(name),
      expand: (name, uri) => this.#host.expand(name, uri),
      nameIn: (name, uri) => this.#host.nameIn(name, uri),
      entity: (name, isInAttribute, at) => this.#host.entity(name, isInAttribute, at),
      flush: (exit, from, length, records) => this.#host.flush(exit, from, length, records),
      ask: (step, from, length) => this.#host.ask(step, from, length),
      rewrite: (step, from, length) => this.#host.rewrite(step, from, length),
      number: (from, length) => this.#host.number(from, length),
      forget: () => this.#host.forget(),
      offsetOf: (utf8) => this.#host.offsetOf(utf8),
      checkSource: (...of) => this.#host.checkSource(...of),
    }
    const { env, ...more } = build.imports()
    const imports = {
      ...more,
      host: { ...host, ...this.#values, exhaust: outOfMemory, overrun },
      env: { ...env, abort: outOfMemory },
    }
    this.exports = instance(build.module, imports)
    this.#bytes = Buffer.from(this.exports.memory.buffer)
  }

  /** One that no document is using. */
  static take(host: Host): Kernel {
    const kernel = build.idle.pop() ?? new Kernel(build)
    kernel.host = host
    return kernel
  }

  /** Gives it back: nothing may use it afterwards. */
  release(): void {
    this.host = undefined
    if (this.isSound) this.#build.keep(this, this.exports.memory.buffer.byteLength)
  }

  get #host(): Host {
    if (this.host === undefined) throw new Error('kernel used after its document')
    return this.host
  }

  /** What it asks about values. */
  readonly #values = {
    /** Whether JavaScript writes a number with the same characters. */
    isExact: (from: number, length: number): boolean => {
      const text = this.text(from, length)
      return String(Number(text)) === text
    },
    see: (from: number, length: number): void => this.see(this.text(from, length)),
    flatten: (from: number, length: number): number => {
      try {
        this.#flat = Buffer.from(this.flatten(this.text(from, length)))
      } catch (error) {
        this.exports.flushAll() // the records before it are whole
        throw error
      }
      return this.#flat.length
    },
    takeFlat: (to: number): void => {
      this.bytes(to, this.#flat.length).set(this.#flat)
    },
  }
  #flat = Buffer.alloc(0)

  /** Bytes in its memory; they are somewhere else after any call that may make it grow. */
  bytes(from: number, length: number): Buffer {
    const start = from >>> 0 // what is beyond 2 GiB comes as a negative number
    const end = start + length
    return this.#memory(end).subarray(start, end)
  }

  text(from: number, length: number): string {
    const start = from >>> 0
    const end = start + length
    return this.#memory(end).toString('utf8', start, end)
  }

  #memory(end: number): Buffer {
    // when memory grows, this view stays as long as it was, or becomes empty where the memory is not shared
    if (this.#bytes.length < end) this.#bytes = Buffer.from(this.exports.memory.buffer)
    return this.#bytes
  }

  /** One of its tables. */
  view(which: number, length: number): DataView {
    return new DataView(this.exports.memory.buffer, this.exports.tableAt(which), length)
  }

  /** Writes settings (`SETTING_…`), for the export called next. */
  set(settings: Record<number, number>): void {
    const table = this.view(TABLE_SETTINGS, SETTINGS_SIZE)
    for (const [n, value] of Object.entries(settings)) table.setFloat64(8 * Number(n), value, true)
  }

  nameText(name: number): string {
    const { exports } = this
    return this.text(exports.nameBytes(name), exports.nameLength(name))
  }

  /** The way to the innermost open element. */
  path(): string {
    return `/${this.openNames().join('/')}`
  }

  /** The names of the open elements, the root first. */
  openNames(): string[] {
    const { exports } = this
    return Array.from({ length: exports.depth() }, (_, n) => this.nameText(exports.openName(n)))
  }

  /** The number of a name. */
  name(text: string): number {
    const [from, length] = this.keep(text)
    return this.exports.internName(from, length)
  }

  /** The number of a name that is written without being in the document. */
  ownName(text: string): number {
    const [from, length] = this.keep(text)
    return this.exports.nameWithKey(from, length, ...this.keep(`${JSON.stringify(text)}:`))
  }

  /** Copies a text to where it stays as long as the document; answers where, and its length in bytes. */
  keep(text: string): [from: number, length: number] {
    const length = Buffer.byteLength(text)
    const from = this.exports.keep(length)
    this.bytes(from, length).write(text)
    return [from, length]
  }

  addEntity(text: string, kind: number): number {
    const length = Buffer.byteLength(text)
    const from = this.exports.addEntity(length, kind)
    this.bytes(from, length).write(text)
    return this.exports.lastEntity()
  }
}

function instance(module: object, imports: object): KernelExports {
  try {
    return new WebAssembly.Instance(module, imports).exports as KernelExports
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new InputError('no memory for the parser: it needs 584 MiB of addresses (ulimit -v)')
  }
}

/** There is no more memory for a document. */
export class Exhausted extends Error {}

/** Memory was written to where it must not be. */
class Overrun extends Error {}

function outOfMemory(): never {
  throw new Exhausted('out of memory')
}

function overrun(): never {
  throw new Overrun('memory was written to beyond its room')
}

/** Whether an error is a defect of the kernel: a trap, or an overrun that was noticed. */
export function isDefect(error: unknown): error is Error {
  return error instanceof Overrun || error instanceof WebAssembly.RuntimeError
}
