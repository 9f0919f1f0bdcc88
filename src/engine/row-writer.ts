// Loads the writer of rows: in its memory, lines of JSON become rows of a table without being read as records.

import { readFileSync } from 'node:fs'
import * as layout from '../kernel/table/layout.ts'

// @types/node has these in the types of browsers only
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: object }
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
  reached(): number
  count(): number
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

export interface RowLayout {
  /** Bits, as `kernel/table/layout.ts` has them. */
  how: number
  /** A byte of ASCII. */
  delimiter: number
  names: readonly RowName[]
  columns: number
  /** For each cell of a row which column it is of, or -1. */
  places: readonly number[]
}

const FILE = new URL('../../dist/kernel/table.wasm', import.meta.url)
const PAGE = 65_536
const LF = 0x0a
/** More than the rows of most lines that come at once. */
const ROWS = 256 * 1024

let module: object | undefined

export class RowWriter {
  readonly #exports: Exports
  readonly #width: number
  readonly #cells: number
  /** Where lines begin. */
  readonly #base: number
  #bytes = Buffer.alloc(0)
  #view = new DataView(new ArrayBuffer(0))
  #used = layout.BASE
  #at = 0
  #end = 0

  constructor({ how, delimiter, names, columns, places }: RowLayout) {
    module ??= new WebAssembly.Module(readFileSync(FILE))
    this.#exports = new WebAssembly.Instance(module).exports as Exports
    this.#width = places.length
    this.#cells = this.#room((columns + 1) * layout.CELL_SIZE)
    const row = this.#room(places.length * 4)
    for (const [i, column] of places.entries()) {
      this.#view.setUint32(row + i * 4, this.#cellOf(column < 0 ? columns : column), true)
    }
    const from = this.#namesOf(names)
    const text = names.findIndex(({ name, below }) => name === '#text' && !below)
    this.#exports.begin(
      how,
      delimiter,
      from,
      from + names.length * layout.NAME_SIZE,
      text < 0 || how & layout.LETS_PASS ? 0 : from + text * layout.NAME_SIZE,
      row,
      row + places.length * 4,
    )
    this.#base = this.#room(0)
  }

  /** Says which kinds of values a column takes, as bits: records with others are not written. */
  take(column: number, kinds: number): void {
    this.#view.setUint32(this.#cellOf(column) + layout.CELL_AT_SEEN, kinds, true)
  }

  /** Takes whole lines, all of which are to be written before the next come. */
  read(lines: Uint8Array): void {
    this.#at = this.#base
    this.#end = this.#base + lines.length
    this.#grow(this.#out + this.#outSize)
    this.#bytes.set(lines, this.#base)
  }

  /** Writes rows, as many as there is room for; they are overwritten by the next. */
  write(): Buffer {
    const out = this.#out
    const end = this.#exports.rows(this.#at, this.#end, out, out + this.#outSize) >>> 0
    this.#at = this.#exports.reached() >>> 0
    return this.#bytes.subarray(out, end)
  }

  /** How many rows were written last. */
  get count(): number {
    return this.#exports.count()
  }

  /** Whether all lines were written. */
  get isDone(): boolean {
    return this.#at === this.#end
  }

  /** Whether it stopped before a line that it does not write. */
  get isStopped(): boolean {
    return Boolean(this.#exports.stopped())
  }

  /** The next line, which is passed. */
  nextLine(): string {
    const end = this.#bytes.indexOf(LF, this.#at)
    const line = this.#bytes.toString('utf8', this.#at, end)
    this.#at = end + 1
    return line
  }

  get #out(): number {
    return this.#end + layout.PADDING
  }

  /** So that the longest line has room. */
  get #outSize(): number {
    return Math.max(ROWS, 2 * (this.#end - this.#base)) + 4 * this.#width + 2 * layout.PADDING
  }

  #cellOf(column: number): number {
    return this.#cells + column * layout.CELL_SIZE
  }

  #namesOf(names: readonly RowName[]): number {
    const from = this.#room(names.length * layout.NAME_SIZE)
    for (const [i, { name, column, below, mark = 0 }] of names.entries()) {
      const key = Buffer.from(`${JSON.stringify(name)}:`)
      const at = this.#room(key.length)
      this.#bytes.set(key, at)
      const inside = below ? this.#namesOf(below) : 0
      const entry = from + i * layout.NAME_SIZE
      const view = this.#view
      view.setUint32(entry + layout.NAME_AT_KEY, at, true)
      view.setUint32(entry + layout.NAME_AT_LENGTH, key.length, true)
      view.setUint32(
        entry + layout.NAME_AT_CELL,
        column === undefined ? 0 : this.#cellOf(column),
        true,
      )
      view.setUint32(entry + layout.NAME_AT_BELOW, inside, true)
      const end = inside + (below?.length ?? 0) * layout.NAME_SIZE
      view.setUint32(entry + layout.NAME_AT_BELOW_END, end, true)
      view.setUint32(entry + layout.NAME_AT_MARK, mark, true)
    }
    return from
  }

  /** Keeps so many bytes, zeros, for good. */
  #room(size: number): number {
    const at = this.#used
    this.#used = (at + size + layout.PADDING) & ~15
    this.#grow(this.#used)
    return at
  }

  #grow(size: number): void {
    const { memory } = this.#exports
    const missing = size + layout.PADDING - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
    if (this.#bytes.buffer === memory.buffer) return
    this.#bytes = Buffer.from(memory.buffer)
    this.#view = new DataView(memory.buffer)
  }
}
