// Provides the counter of texts: in its memory, the values of lines of JSON are counted, each in the place where it stands
// in records, as long as a place has few. Others are summed up there, or it is said in which order they come.

import * as layout from '../kernel/table/layout.ts'
import { exactly } from '../sketch/exact.ts'
import { type Sketch, sketchAt } from './sketch-memory.ts'
import { TableModule } from './table-module.ts'

/** Bytes for the names of places: those for which there is none are not found. */
const NAMES = 1024 * 1024
const MOST_PLACES = 16_384
/** Bytes for what is said of values in their order. */
const IN_ORDER = 512 * 1024
/** Bytes of lines that are read at a time. */
export const MOST_BYTES: number = 4 * 1024 * 1024
const MOST_SKETCHES = 256
const SKETCHES = 4 // for which it grows at a time
const QUOTE = 0x22

/** A value that is neither an array nor an object. */
type Scalar = string | number | boolean | null

type AddNumber = (place: number, value: Scalar, times: number) => void

/** The place of a record that is a value itself. */
export const ROOT = 0

export class TextCounter extends TableModule {
  readonly #nodes: number
  #names: number
  readonly #namesEnd: number
  readonly #texts: number
  readonly #room: number
  readonly #addNumber: AddNumber
  /** After all lines. */
  readonly #sketchesFrom: number
  #sketches = 0
  /** By sketch, what its sum does not hold. */
  readonly #rests = new Map<number, bigint>()
  /** By place, that of the last name in it. */
  readonly #last: number[] = [ROOT]
  #stoppedAt = 0

  /**
   * `most` is how many texts of one place are counted. Where others are summed up, `addNumber` takes those that the host
   * has to compare and to add as numbers.
   */
  constructor(most: number, addNumber: AddNumber) {
    super()
    this.#addNumber = addNumber
    this.begin(0)
    this.#nodes = this.keep(MOST_PLACES * layout.TREE_NODE_SIZE)
    this.#names = this.reserve(NAMES)
    this.#namesEnd = this.#names + NAMES
    const values = this.reserve(layout.MOST_VALUES * layout.PLACE_SIZE)
    const slots = this.keep(layout.TEXT_SLOTS * 4)
    this.#texts = this.keep((layout.MOST_TEXTS + 1) * layout.TEXT_SIZE)
    const kept = this.reserve(layout.MOST_TEXTS * layout.LONGEST_TEXT)
    this.#room = this.reserve(layout.SUMMARY_ROOM)
    this.exports.beginTexts(this.#nodes, most, values, slots, this.#texts, kept, this.#room)
    this.base = this.keep(0)
    this.#sketchesFrom = (this.base + MOST_BYTES + this.roomAfter() + 2 * layout.PADDING) & ~15
  }

  /** Adds the place of a name in the values of another; nothing if there is no room. */
  addPlace(inside: number, name: string): number | undefined {
    const key = Buffer.from(`${JSON.stringify(name)}:`)
    const place = this.#last.length
    if (place === MOST_PLACES || this.#names + key.length > this.#namesEnd) return undefined
    const node = this.#node(place)
    this.bytes.set(key, this.#names)
    this.view.setUint32(node + layout.NAME_AT_KEY, this.#names, true)
    this.view.setUint32(node + layout.NAME_AT_LENGTH, key.length, true)
    this.view.setUint32(node + layout.TREE_NODE_AT_NUMBER, place, true)
    this.#names += key.length
    const before = this.#last[inside] as number
    const link =
      before === ROOT
        ? this.#node(inside) + layout.TREE_NODE_AT_FIRST
        : this.#node(before) + layout.TREE_NODE_AT_NEXT
    this.view.setUint32(link, node, true)
    this.#last[inside] = place
    this.#last.push(ROOT)
    return place
  }

  /** Has values taken in a place: without that, a record with one is for the host. */
  takeIn(place: number): void {
    this.#mark(place, layout.TREE_NODE_TAKES)
  }

  /** Has them given in their order from now on. */
  wantInOrder(place: number): void {
    this.#mark(place, layout.TREE_NODE_IS_IN_ORDER)
  }

  /**
   * Counts values; answers with those that are wanted in their order, as `kernel/table/layout.ts` says. What it does not
   * count in a place is given in order from then on.
   */
  countLines(): Uint32Array {
    const out = this.#out
    const end = this.exports.countTexts(this.at, this.end, out, out + IN_ORDER) >>> 0
    this.at = this.exports.reached() >>> 0
    this.#stoppedAt = this.at
    return new Uint32Array(this.bytes.buffer, out, (end - out) >> 2)
  }

  /** Has values of a place summed up from now on; answers whether there is room for that. */
  sumUp(place: number): boolean {
    return this.exports.sketchOf(this.#node(place)) !== 0
  }

  /** Counts a text, as it is shown, among those that are summed up in a place. */
  countText(place: number, text: string): void {
    const units = this.bytes.write(text, this.#room, 'utf16le') >> 1
    this.exports.countUnits(this.#sketchOf(place), units)
  }

  /** What was summed up in a place, if it was: nothing is from now on. */
  takeSketch(place: number, isEnd: boolean): Sketch | undefined {
    const at = this.#sketchOf(place)
    if (at === 0) return undefined
    this.view.setUint32(this.#node(place) + layout.TREE_NODE_AT_SKETCH, 0, true)
    return sketchAt(this.bytes, this.view, at, this.#rests.get(at) ?? 0n, isEnd)
  }

  /** Goes back to where it stopped, after `nextLine`. */
  readAgain(): void {
    this.at = this.#stoppedAt
  }

  /** A value of the lines. */
  valueAt(from: number, length: number): Scalar {
    return this.#parsed(from, from + length)
  }

  /** The value of a text with a number, and the place that it is counted in. */
  known(text: number): { value: Scalar; place: number } {
    const at = this.#text(text)
    const node = this.view.getUint32(at + layout.TEXT_AT_NODE, true)
    return {
      value: this.#valueOf(at),
      place: this.view.getUint32(node + layout.TREE_NODE_AT_NUMBER, true),
    }
  }

  /** What was counted in a place, in the order in which it came first. */
  *counted(place: number): Generator<[value: Scalar, times: number]> {
    let text = this.view.getUint32(this.#node(place) + layout.TREE_NODE_AT_TEXT, true)
    while (text > 0) {
      const at = this.#text(text)
      const times = this.view.getUint32(at + layout.TEXT_AT_TIMES, true)
      if (times > 0) yield [this.#valueOf(at), times]
      text = this.view.getUint32(at + layout.TEXT_AT_NEXT, true)
    }
  }

  /** How many records had a value there since this was asked last. */
  takeRecords(place: number): number {
    const at = this.#node(place) + layout.TREE_NODE_AT_RECORDS
    const records = this.view.getUint32(at, true)
    this.view.setUint32(at, 0, true)
    return records
  }

  #valueOf(at: number): Scalar {
    const from = this.view.getUint32(at + layout.TEXT_AT_FROM, true)
    return this.#parsed(from, from + this.view.getUint32(at + layout.TEXT_AT_LENGTH, true))
  }

  #parsed(from: number, to: number): Scalar {
    if (this.bytes[from] !== QUOTE) return JSON.parse(this.bytes.toString('latin1', from, to))
    const text = this.bytes.toString('utf8', from + 1, to - 1)
    return text.includes('\\') ? JSON.parse(`"${text}"`) : text
  }

  #mark(place: number, bits: number): void {
    const at = this.#node(place) + layout.TREE_NODE_AT_MARKS
    this.view.setUint32(at, this.view.getUint32(at, true) | bits, true)
  }

  #node(place: number): number {
    return this.#nodes + place * layout.TREE_NODE_SIZE
  }

  #text(number: number): number {
    return this.#texts + number * layout.TEXT_SIZE
  }

  #sketchOf(place: number): number {
    return this.view.getUint32(this.#node(place) + layout.TREE_NODE_AT_SKETCH, true)
  }

  protected override roomForSketch(): number {
    if (this.#sketches === MOST_SKETCHES) return 0
    const at = this.#sketchesFrom + this.#sketches * layout.SKETCH_SIZE
    // memory that is not used costs nothing, growing does
    if (this.#sketches % SKETCHES === 0) this.grow(at + SKETCHES * layout.SKETCH_SIZE)
    this.#sketches++
    return at
  }

  protected override addNumber(place: number, from: number, length: number, times: number): void {
    this.#addNumber(place, this.#parsed(from, from + length), times)
  }

  protected override addRest(sketch: number, number: number): void {
    this.#rests.set(sketch, (this.#rests.get(sketch) ?? 0n) + exactly(number))
  }

  /** Where values are put that are wanted in order. */
  get #out(): number {
    return (this.end + layout.PADDING + 3) & ~3
  }

  protected roomAfter(): number {
    return IN_ORDER + layout.PADDING
  }
}
