// Holds the first rows of a table, as records or as lines, until there are enough of them to say which columns it has.

import { CellReader } from '../engine/cell-reader.ts'
import {
  FOUND_BOOLEAN,
  FOUND_INTEGER,
  FOUND_NESTED,
  FOUND_NUMBER,
  FOUND_TEXT,
  KIND_ARRAY,
  KIND_OBJECT,
  KIND_SCALAR,
} from '../kernel/table/layout.ts'
import { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { type CellsTaker, type Taken, takeCells } from './cells-of-lines.ts'
import type { FormatOptions } from './format.ts'
import { type Column, ColumnFinder, type Kind } from './found-columns.ts'
import type { Counted } from './row-group.ts'
import { cellsFor } from './row-names.ts'
import { typeOf } from './schema.ts'
import { checkWidth } from './width.ts'

const KINDS: readonly [bit: number, kind: Kind][] = [
  [FOUND_TEXT, 'text'],
  [FOUND_INTEGER, 'integer'],
  [FOUND_NUMBER, 'number'],
  [FOUND_BOOLEAN, 'boolean'],
  [FOUND_NESTED, 'nested'],
]

export class FirstRows implements CellsTaker {
  /** In the order in which they came. */
  readonly held: (Value | Lines)[] = []
  readonly #of: 'asked' | 'fields'
  readonly #finder: ColumnFinder
  #reader: CellReader | undefined
  /** Those that the reader finds. */
  #names: string[] = []
  #layouts = 0
  #odd = 0 // records since the last layout, with a field that the reader does not find

  /** `most` is how many columns a format takes. */
  constructor(options: FormatOptions, most?: number) {
    this.#of = options.columns ? 'asked' : 'fields'
    const onColumn = (count: number, name: string) => checkWidth(count, name, options, most)
    this.#finder = new ColumnFinder(options, { onColumn, typeOf })
  }

  get columns(): Column[] {
    return this.#finder.columns
  }

  add(record: Value): void {
    this.#finder.add(record)
    this.held.push(record)
  }

  /** Takes lines until there are enough. */
  addLines(bytes: Uint8Array, left: Counted): Taken {
    const taken = takeCells(bytes, left, this)
    this.held.push(new Lines(Buffer.from(bytes.subarray(0, taken.bytes)), taken.rows))
    return taken
  }

  get reader(): CellReader | undefined {
    if (!this.#hasNewNames && this.#reader) return this.#reader
    const names = this.#finder.names
    const cells = cellsFor({ of: this.#of, names })
    if (!cells) return undefined
    this.#reader ??= new CellReader()
    this.#reader.setLayout(cells)
    this.#layouts++
    this.#odd = 0
    this.#names = names
    for (const at of names.keys()) this.#reader.take(at, KIND_SCALAR | KIND_ARRAY | KIND_OBJECT)
    return this.#reader
  }

  takeFound(reader: CellReader): void {
    for (const [at, name] of this.#names.entries()) {
      const found = reader.kinds(at)
      for (const [bit, kind] of KINDS) if (found & bit) this.#finder.addKind(name, kind)
    }
  }

  takeRecord(record: Value): boolean {
    this.#finder.add(record)
    // where each record has a name of its own, a layout for each would take the square of the time
    return ++this.#odd >= this.#layouts && this.#hasNewNames && this.reader !== undefined
  }

  get #hasNewNames(): boolean {
    return this.#finder.names.length > this.#names.length
  }
}
