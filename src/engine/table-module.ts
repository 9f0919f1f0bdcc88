// Loads the module that finds the values of columns in lines of JSON, and keeps its memory.

import { readFileSync } from 'node:fs'
import * as layout from '../kernel/table/layout.ts'

// @types/node has these in the types of browsers only
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: object }
}

/** What it does, as `kernel/table/index.ts` exports it. Places are bytes in its memory. */
interface Exports {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  begin(
    how: number,
    delimiter: number,
    names: number,
    namesEnd: number,
    text: number,
    places: number,
    placesEnd: number,
  ): void
  rows(from: number, end: number, out: number, outEnd: number): number
  beginCells(
    how: number,
    names: number,
    namesEnd: number,
    text: number,
    cells: number,
    cellsEnd: number,
  ): void
  look(from: number, end: number): void
  cells(
    from: number,
    end: number,
    table: number,
    tableEnd: number,
    most: number,
    enough: number,
  ): void
  kindsOf(entry: number, rows: number): number
  presence(entry: number, rows: number, to: number, first: number): number
  texts(
    entry: number,
    rows: number,
    out: number,
    ends: number,
    start: number,
    isJson: boolean,
  ): number
  integers(entry: number, rows: number, out: number, isDeclared: boolean): number
  numbers(entry: number, rows: number, out: number, isDeclared: boolean): number
  booleans(entry: number, rows: number, out: number, isDeclared: boolean, first: number): number
  reached(): number
  count(): number
  size(): number
  stopped(): boolean
}

/** A name that records have, or a value in them, and the column that takes its value, or what is known of names in it. */
export interface RowName {
  name: string
  column?: number
  below?: readonly RowName[]
  /** As `kernel/table/layout.ts` has it. */
  mark?: number
}

const FILE = new URL('../../dist/kernel/table.wasm', import.meta.url)
const PAGE = 65_536
const LF = 0x0a

let module: object | undefined

/** One memory of it, in which lines are walked. */
export abstract class TableModule {
  protected readonly exports: Exports
  protected bytes: Buffer = Buffer.alloc(0)
  protected view: DataView = new DataView(new ArrayBuffer(0))
  /** Where lines begin, once all is kept that stands before them. */
  protected base = 0
  /** Where the line is that comes next, and where the last of them ends. */
  protected at = 0
  protected end = 0
  #cells = 0
  #used = 0

  constructor() {
    module ??= new WebAssembly.Module(readFileSync(FILE))
    const host = { numberOf: (from: number, length: number) => this.#numberOf(from, length) }
    this.exports = new WebAssembly.Instance(module, { host }).exports as Exports
  }

  /** Begins with so many columns; nothing is left of what was kept. */
  protected begin(columns: number): void {
    this.#used = layout.BASE
    this.#cells = this.keep(columns * layout.CELL_SIZE)
  }

  /** Says which kinds of values a column takes, as bits: records with others are for the host. */
  take(column: number, kinds: number): void {
    this.view.setUint32(this.cellOf(column) + layout.CELL_AT_SEEN, kinds, true)
  }

  /** Takes whole lines, all of which are to be read before the next come. */
  read(lines: Uint8Array): void {
    this.at = this.base
    this.end = this.base + lines.length
    this.grow(this.end + layout.PADDING + this.roomAfter(lines.length))
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

  protected cellOf(column: number): number {
    return this.#cells + column * layout.CELL_SIZE
  }

  /** Keeps names; answers where the first is. */
  protected keepNames(names: readonly RowName[]): number {
    const from = this.keep(names.length * layout.NAME_SIZE)
    for (const [i, { name, column, below, mark = 0 }] of names.entries()) {
      const key = Buffer.from(`${JSON.stringify(name)}:`)
      const at = this.keep(key.length)
      this.bytes.set(key, at)
      const inside = below ? this.keepNames(below) : 0
      const entry = from + i * layout.NAME_SIZE
      const view = this.view
      view.setUint32(entry + layout.NAME_AT_KEY, at, true)
      view.setUint32(entry + layout.NAME_AT_LENGTH, key.length, true)
      view.setUint32(
        entry + layout.NAME_AT_CELL,
        column === undefined ? 0 : this.cellOf(column),
        true,
      )
      view.setUint32(entry + layout.NAME_AT_BELOW, inside, true)
      const end = inside + (below?.length ?? 0) * layout.NAME_SIZE
      view.setUint32(entry + layout.NAME_AT_BELOW_END, end, true)
      view.setUint32(entry + layout.NAME_AT_MARK, mark, true)
    }
    return from
  }

  /** The name of what stands for a record that is only text, among names that are kept; 0 if there is none. */
  protected textName(names: readonly RowName[], from: number, how: number): number {
    const text = names.findIndex(({ name, below }) => name === '#text' && !below)
    return text < 0 || how & layout.LETS_PASS ? 0 : from + text * layout.NAME_SIZE
  }

  /** Keeps so many bytes, zeros. */
  protected keep(size: number): number {
    const at = this.#used
    this.#used = (at + size + layout.PADDING) & ~15
    this.grow(this.#used)
    this.bytes.fill(0, at, this.#used)
    return at
  }

  protected grow(size: number): void {
    const { memory } = this.exports
    const missing = size + layout.PADDING - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
    if (this.bytes.buffer === memory.buffer) return
    this.bytes = Buffer.from(memory.buffer)
    this.view = new DataView(memory.buffer)
  }

  #numberOf(from: number, length: number): number {
    return Number(this.bytes.toString('latin1', from, from + length))
  }
}
