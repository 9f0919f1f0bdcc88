// Turns a column back into an array of values, for what takes nothing else. Equal texts are one, if many are equal.

import { isAscii } from 'node:buffer'
import type { ColumnData } from './column-builder.ts'
import type { Cell } from './schema.ts'

export function cellsOf(column: ColumnData): Cell[] {
  const { length, nullCount, validity } = column
  const cells = column.offsets ? textsOf(column, column.offsets) : numbersOf(column)
  if (nullCount === 0) return cells
  for (let at = 0; at < length; at++) if (!isSet(validity, at)) cells[at] = null
  return cells
}

function numbersOf({ type, length, values }: ColumnData): Cell[] {
  if (type !== 'boolean') return [...(values as Iterable<bigint | number>)]
  return Array.from({ length }, (_, at) => isSet(values as Uint8Array, at))
}

function isSet(bits: Uint8Array, at: number): boolean {
  return ((bits[at >> 3] as number) & (1 << (at & 7))) !== 0
}

function textsOf({ length, values }: ColumnData, offsets: Int32Array): Cell[] {
  const texts: Cell[] = new Array(length)
  const bytes = values as Buffer
  const all = isAscii(bytes) ? bytes.toString('latin1') : undefined
  const known = new KnownTexts(bytes, offsets)
  for (let at = 0; at < length; at++) {
    const same = known.of(at)
    if (same !== undefined) texts[at] = texts[same] as Cell
    else {
      const [from, to] = [offsets[at] as number, offsets[at + 1] as number]
      texts[at] = all === undefined ? bytes.toString('utf8', from, to) : all.substring(from, to)
    }
  }
  return texts
}

const FEW = 1024 // texts that are looked at before it is said whether it is worth it
const LONG = 64 // bytes: these are seldom the same
const SLOTS = 1 << 15
const MOST = SLOTS / 2

const slots = new Int32Array(SLOTS)

/** Finds the texts of a column that were there before. */
class KnownTexts {
  readonly #bytes: Uint8Array
  readonly #offsets: Int32Array
  #kept = 0
  #isWorthIt = true

  constructor(bytes: Uint8Array, offsets: Int32Array) {
    this.#bytes = bytes
    this.#offsets = offsets
    slots.fill(-1)
  }

  /** Where the same text was before; nothing if it was not, or that is not known. */
  of(at: number): number | undefined {
    if (!this.#isWorthIt) return undefined
    const bytes = this.#bytes
    const from = this.#offsets[at] as number
    const to = this.#offsets[at + 1] as number
    if (to - from > LONG) return undefined
    let hash = to - from
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193)
    hash ^= hash >>> 15
    for (let slot = hash & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      const before = slots[slot] as number
      if (before < 0) {
        if (this.#kept < MOST) slots[slot] = at
        this.#kept++
        if (at >= FEW && 2 * this.#kept > at) this.#isWorthIt = false
        return undefined
      }
      if (this.#isSame(before, from, to)) return before
    }
  }

  #isSame(before: number, from: number, to: number): boolean {
    const bytes = this.#bytes
    const start = this.#offsets[before] as number
    if ((this.#offsets[before + 1] as number) - start !== to - from) return false
    for (let i = from; i < to; i++) if (bytes[start + i - from] !== bytes[i]) return false
    return true
  }
}
