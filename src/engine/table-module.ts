// Loads the module that finds the values of columns in lines of JSON, and keeps its memory.

import * as layout from '../kernel/table/layout.ts'
import { type LinesExports, LinesModule } from './lines-module.ts'

/** What it does, as `kernel/table/index.ts` exports it. Places are bytes in its memory. */
interface Exports extends LinesExports {
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
  beginTexts(
    tree: number,
    mostOfOne: number,
    ofRecord: number,
    table: number,
    entries: number,
    kept: number,
    room: number,
  ): void
  countTexts(from: number, end: number, out: number, outEnd: number): number
  sketchOf(node: number): number
  countUnits(sketch: number, units: number): void
  setTexts(values: number, offsets: number, validity: number): void
  dictionary(length: number, slots: number, rows: number, out: number): number
  differentTexts(): number
  bounds(length: number, rows: number): void
  leastText(): number
  greatestText(): number
  plainTexts(row: number, length: number, out: number, enough: number): number
  textReached(): number
  size(): number
}

/** A name that records have, or a value in them, and the column that takes its value, or what is known of names in it. */
export interface RowName {
  name: string
  column?: number
  below?: readonly RowName[]
  /** As `kernel/table/layout.ts` has it. */
  mark?: number
}

/** One memory of it, in which lines are walked. */
export abstract class TableModule extends LinesModule<Exports> {
  #cells = 0
  #used = 0

  constructor() {
    super('table.wasm')
  }

  protected override imported(): object {
    return {
      numberOf: (from: number, length: number) =>
        Number(this.bytes.toString('latin1', from, from + length)),
      textOf: (from: number, length: number, to: number) => {
        const text = String(JSON.parse(this.bytes.toString('latin1', from, from + length)))
        return to + this.bytes.write(text, to, 'utf16le')
      },
      roomForSketch: () => this.roomForSketch(),
      addNumber: (place: number, from: number, length: number, times: number) =>
        this.addNumber(place, from, length, times),
      addRest: (sketch: number, number: number) => this.addRest(sketch, number),
    }
  }

  /** Answers where there is room for another sketch, 0 if there is none. */
  protected roomForSketch(): number {
    return 0
  }

  /** Takes a value that is a number, or may be one, so many times. */
  protected addNumber(_place: number, _from: number, _length: number, _times: number): void {}

  /** Takes a number that the sum of a sketch does not hold. */
  protected addRest(_sketch: number, _number: number): void {}

  /** Begins with so many columns; nothing is left of what was kept. */
  protected begin(columns: number): void {
    this.#used = layout.BASE
    this.#cells = this.keep(columns * layout.CELL_SIZE)
  }

  /** Says which kinds of values a column takes, as bits: records with others are for the host. */
  take(column: number, kinds: number): void {
    this.view.setUint32(this.cellOf(column) + layout.CELL_AT_SEEN, kinds, true)
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
    const at = this.reserve(size)
    this.bytes.fill(0, at, this.#used)
    return at
  }

  /** The same for bytes that may be anything. */
  protected reserve(size: number): number {
    const at = this.#used
    this.#used = (at + size + layout.PADDING) & ~15
    this.grow(this.#used)
    return at
  }
}
