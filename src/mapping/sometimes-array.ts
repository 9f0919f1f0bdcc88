// Finds fields that are an array in some records only, in a sample of the records that the kernel writes.

import { isDictionary, type Value } from '../record/record.ts'
import { type Place, Places, type SeenAt, sometimesArrayWarning } from './mapped-path.ts'
import type { Mapping } from './mapping.ts'
import { prefixOf } from './mapping-route.ts'

/** So many bytes are looked at; later, the first record of every so many batches, if it is not long. */
const FIRST = 32 * 1024
const EVERY = 64
const MOST = 8 * 1024
const MOST_AT_FIRST = 1024 * 1024 // what is longer costs more to look at than to read
const DEEPEST = 100 // elements within elements are a recursion here
const NEWLINE = 0x0a

export class SometimesArrays {
  readonly #places: Places
  readonly #prefix: string
  readonly #separator: string | undefined
  /** In Parker, by place: the only child that was met there, which is an array in its stead where it repeats. */
  readonly #absorbed: Map<Place, Place> | undefined
  #left: number
  #batches = 0

  /** `isFirst` says that no records came before, in which most fields are met. */
  constructor(mapping: Mapping = {}, isFirst = true) {
    this.#left = isFirst ? FIRST : 0
    this.#places = new Places(mapping)
    this.#prefix = prefixOf(mapping) ?? ''
    this.#separator = mapping.flatten
    if (mapping.dialect === 'parker') this.#absorbed = new Map()
  }

  /** Looks into a batch of lines. */
  lines(lines: Buffer): void {
    if (this.#isPassed()) return
    let from = 0
    do {
      const most = this.#left > 0 ? MOST_AT_FIRST : MOST
      const end = lines.subarray(0, from + most + 1).indexOf(NEWLINE, from)
      if (end < 0) return
      this.#left -= end - from
      // a line of only text or nothing says nothing
      if (lines[from] === 0x7b)
        this.#written(JSON.parse(lines.toString('utf8', from, end)) as Value)
      from = end + 1
    } while (this.#left > 0 && from < lines.length)
  }

  /** Looks into a batch of records, of so many bytes as lines. */
  records(records: Value[], bytes: number): void {
    if (this.#isPassed()) return
    const [first] = records
    if (this.#left > 0) for (const record of records) this.#written(record)
    else if (first !== undefined) this.#written(first)
    this.#left -= bytes
  }

  /** How many bytes are still to be looked at. */
  get left(): number {
    return Math.max(this.#left, 0)
  }

  /** Looks at a record before it is flattened. */
  whole(record: Value): void {
    this.#record(record)
  }

  /** What to say of those fields for which `isReported` holds. */
  warning(isReported?: (path: string) => boolean): string | undefined {
    this.#settle()
    return sometimesArrayWarning(this.#places.inSomeRecords, isReported)
  }

  get seen(): SeenAt[] {
    this.#settle()
    return this.#places.seen
  }

  add(seen: readonly SeenAt[]): void {
    this.#places.add(seen)
  }

  #settle(): void {
    for (const [place, child] of this.#absorbed ?? []) child.many ||= place.many && !place.once
  }

  #isPassed(): boolean {
    return this.#left <= 0 && this.#batches++ % EVERY > 0
  }

  /** Of a record that was flattened, joined names are of fields inside others, which are seen before. */
  #written(record: Value): void {
    const separator = this.#separator
    if (separator === undefined || !isDictionary(record)) this.#record(record)
    else {
      const own = Object.entries(record).filter(([name]) => !name.includes(separator))
      this.#record(Object.fromEntries(own))
    }
  }

  #record(record: Value, place: Place = this.#places.root, depth = 0): void {
    if (!isDictionary(record) || depth > DEEPEST) return
    for (const name in record) {
      if (this.#prefix !== '' && name.startsWith(this.#prefix)) continue
      const value = record[name] as Value
      const below = this.#places.below(place, name)
      if (Array.isArray(value)) {
        below.many = true
        for (const item of value) this.#record(item, below, depth + 1)
      } else {
        below.once ||= !this.#mayBeAbsorbed(value, below)
        this.#record(value, below, depth + 1)
      }
    }
  }

  /** Whether a value would be the array of its only child, if that repeated. */
  #mayBeAbsorbed(value: Value, place: Place): boolean {
    if (!this.#absorbed || !isDictionary(value)) return false
    const [first = '', ...others] = Object.keys(value)
    if (others.length > 0) return false
    this.#absorbed.set(place, this.#places.below(place, first))
    return true
  }
}
