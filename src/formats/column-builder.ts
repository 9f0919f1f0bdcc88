// Gathers the values of a column as Arrow has them: side by side, with a bit for each that is there.

import type { CellReader } from '../engine/cell-reader.ts'
import type { ColumnType } from './format.ts'
import type { Column } from './found-columns.ts'
import type { Cell } from './schema.ts'

/** A column of a group of rows. It is overwritten by the next group. */
export interface ColumnData {
  type: ColumnType
  length: number
  nullCount: number
  /** A bit for each value that is there. */
  validity: Uint8Array
  /** Bytes of text, numbers, or a bit each; zeros where nothing is. */
  values: Uint8Array | BigInt64Array | Float64Array
  /** Where each text begins, and the last one ends. */
  offsets?: Int32Array
}

const FEW = 1024 // values

export function columnBuilder(column: Column): ColumnBuilder {
  switch (column.type) {
    case 'integer':
      return new IntegerBuilder(column)
    case 'number':
      return new NumberBuilder(column)
    case 'boolean':
      return new BooleanBuilder(column)
    default:
      return new TextBuilder(column)
  }
}

export abstract class ColumnBuilder {
  readonly column: Column
  protected length = 0
  #nullCount = 0
  #validity: Uint8Array = new Uint8Array(FEW >> 3)

  constructor(column: Column) {
    this.column = column
  }

  add(cell: Cell): void {
    this.put(cell)
    this.#validity = withRoom(this.#validity, (this.length >> 3) + 1)
    setBit(this.#validity, this.length++, cell !== null)
    if (cell === null) this.#nullCount++
  }

  /** Takes so many that are not there. */
  addNothing(rows: number): true {
    for (let i = 0; i < rows; i++) this.add(null)
    return true
  }

  /** Takes what was found at this place in records, so many; answers whether all of it is of its type. */
  addFound(reader: CellReader, place: number, rows: number): boolean {
    if (!this.putFound(reader, place, rows)) return false
    const { bits, missing } = reader.presence(place, this.length & 7)
    this.#validity = withBits(this.#validity, bits, this.length)
    this.length += rows
    this.#nullCount += missing
    return true
  }

  /** Forgets the values that came last, so many, of which so many were nothing. */
  forget({ length, nullCount }: Pick<ColumnData, 'length' | 'nullCount'>): void {
    this.length = length
    this.#nullCount = nullCount
  }

  get data(): ColumnData {
    const { length } = this
    const validity = this.#validity.subarray(0, (length + 7) >> 3)
    return {
      type: this.column.type,
      length,
      nullCount: this.#nullCount,
      validity,
      ...this.made,
    }
  }

  clear(): void {
    this.forget({ length: 0, nullCount: 0 })
  }

  protected abstract get made(): Pick<ColumnData, 'values' | 'offsets'>
  protected abstract put(cell: Cell): void
  protected abstract putFound(reader: CellReader, place: number, rows: number): boolean
}

class TextBuilder extends ColumnBuilder {
  #values: Buffer = Buffer.alloc(0)
  #offsets = new Int32Array(FEW)

  protected put(cell: Cell): void {
    const text = cell as string | null
    const start = this.#offsets[this.length] as number
    let end = start
    if (text !== null && text.length > 0) {
      // a character is three bytes at most
      if (start + 3 * text.length > this.#values.length)
        this.#values = withRoom(this.#values, start + Buffer.byteLength(text))
      end += this.#values.write(text, start)
    }
    this.#offsets = withRoom(this.#offsets, this.length + 2)
    this.#offsets[this.length + 1] = end
  }

  protected putFound(reader: CellReader, place: number, rows: number): boolean {
    const start = this.#offsets[this.length] as number
    const { bytes, ends } = reader.texts(place, start, this.column.type === 'json')
    this.#values = withRoom(this.#values, start + bytes.length)
    this.#values.set(bytes, start)
    this.#offsets = withRoom(this.#offsets, this.length + rows + 1)
    this.#offsets.set(ends, this.length + 1)
    return true
  }

  protected get made() {
    const offsets = this.#offsets.subarray(0, this.length + 1)
    return { offsets, values: this.#values.subarray(0, offsets[this.length]) }
  }
}

class IntegerBuilder extends ColumnBuilder {
  #values = new BigInt64Array(FEW)

  protected put(cell: Cell): void {
    this.#values = withRoom(this.#values, this.length + 1)
    this.#values[this.length] = (cell as bigint | null) ?? 0n
  }

  protected putFound(reader: CellReader, place: number, rows: number): boolean {
    const found = reader.integers(place, this.column.isDeclared)
    if (!found) return false
    this.#values = withRoom(this.#values, this.length + rows)
    this.#values.set(found, this.length)
    return true
  }

  protected get made() {
    return { values: this.#values.subarray(0, this.length) }
  }
}

class NumberBuilder extends ColumnBuilder {
  #values = new Float64Array(FEW)

  protected put(cell: Cell): void {
    this.#values = withRoom(this.#values, this.length + 1)
    this.#values[this.length] = (cell as number | null) ?? 0
  }

  protected putFound(reader: CellReader, place: number, rows: number): boolean {
    const found = reader.numbers(place, this.column.isDeclared)
    if (!found) return false
    this.#values = withRoom(this.#values, this.length + rows)
    this.#values.set(found, this.length)
    return true
  }

  protected get made() {
    return { values: this.#values.subarray(0, this.length) }
  }
}

class BooleanBuilder extends ColumnBuilder {
  #bits: Uint8Array = new Uint8Array(FEW >> 3)

  protected put(cell: Cell): void {
    this.#bits = withRoom(this.#bits, (this.length >> 3) + 1)
    setBit(this.#bits, this.length, cell === true)
  }

  protected putFound(reader: CellReader, place: number): boolean {
    const found = reader.booleans(place, this.column.isDeclared, this.length & 7)
    if (!found) return false
    this.#bits = withBits(this.#bits, found, this.length)
    return true
  }

  protected get made() {
    return { values: this.#bits.subarray(0, (this.length + 7) >> 3) }
  }
}

/** Sets one, and those after it in its byte to nothing. */
function setBit(bits: Uint8Array, at: number, isSet: boolean): void {
  const byte = at >> 3
  const below = (bits[byte] as number) & ((1 << (at & 7)) - 1)
  bits[byte] = below | (isSet ? 1 << (at & 7) : 0)
}

/** With bits from `at` on, which begin in their first byte where those before end in theirs. */
function withBits(bits: Uint8Array, more: Uint8Array, at: number): Uint8Array {
  const byte = at >> 3
  const room = withRoom(bits, byte + more.length)
  const below = (room[byte] as number) & ((1 << (at & 7)) - 1)
  room.set(more, byte)
  if (more.length > 0) room[byte] = (room[byte] as number) | below
  return room
}

interface Growing {
  readonly length: number
}

/** The same with room for so many, if it has none. */
function withRoom<T extends Growing>(array: T, length: number): T {
  if (length <= array.length) return array
  const size = Math.max(length, 2 * array.length)
  const from = array as unknown as Uint8Array
  const Kind = from.constructor as new (length: number) => Uint8Array
  const larger = Buffer.isBuffer(array) ? Buffer.allocUnsafeSlow(size) : new Kind(size)
  larger.set(from)
  return larger as unknown as T
}
