// Loads the scanner of JSON lines, and keeps the bytes that it reads in its memory. It holds one chunk, or one line.

import { isAscii, isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { InputError } from '../core/errors.ts'
import {
  LEVEL_SIZE,
  LEVELS,
  LINE_WORDS,
  MOST_LINES,
  NAMES,
  NAMES_SIZE,
  PADDING,
  TABLE,
} from '../kernel/lines/layout.ts'
import { UTF8 } from './encodings.ts'

// @types/node has these in the types of browsers only
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: object }
}

/** What it does, as `kernel/lines/index.ts` exports it. Places are bytes in its memory. */
interface Exports {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  scan(from: number, end: number, levels: number, longest: number): number
  fault(): number
  at(): number
  reached(): number
  passed(): number
  narrow(from: number, names: number, out: number): number
}

const FILE = new URL('../../dist/kernel/lines.wasm', import.meta.url)
const LF = 0x0a
const PAGE = 65_536
const MOST_LEVELS = 16 << 20 // which take 64 MiB
const MOST_BYTES = 0xffff_0000 // of memory

let module: object | undefined

/** What stopped the scanner. */
export interface LineFault {
  code: number
  /** Where, in its memory. */
  at: number
}

export class LineScanner {
  readonly #exports: Exports
  readonly #levels: number
  readonly #longest: number
  readonly #base: number
  #bytes: Buffer
  #table: Uint32Array
  /** The text that is not read yet is between these, in memory. */
  from: number
  filled: number
  /** Whether the last line had no end of its own. */
  isEndMade = false
  #named = 0 // bytes of names that are kept
  #shift = 0 // from a place in memory to one in the document

  /** Values may be so many levels deep, and lines so many bytes long. */
  constructor(levels: number, longest: number) {
    module ??= new WebAssembly.Module(readFileSync(FILE))
    this.#exports = new WebAssembly.Instance(module).exports as Exports
    this.#levels = Math.min(levels, MOST_LEVELS)
    this.#longest = Math.min(longest, MOST_BYTES)
    this.#base = LEVELS + LEVEL_SIZE * this.#levels + PADDING
    this.from = this.#base
    this.filled = this.#base
    this.#bytes = Buffer.alloc(0)
    this.#table = new Uint32Array(0)
    this.#look()
    this.reset()
  }

  /** Forgets the text, for another document. */
  reset(): void {
    this.from = this.#base
    this.filled = this.#base
    this.#shift = -this.#base
  }

  get memory(): number {
    return this.#bytes.length
  }

  /** Where a place in memory is in the document. */
  offsetOf(place: number): number {
    return this.#shift + place
  }

  /** Where the next bytes may be put. */
  space(length: number): Buffer {
    const isFull = this.filled + length + PADDING > this.#bytes.length
    if (isFull || this.from === this.filled) this.#moveDown()
    if (isFull) this.#grow(this.filled + length + PADDING)
    return this.#bytes.subarray(this.filled, this.filled + length)
  }

  /** Takes bytes, which `space` may have had in mind. */
  add(bytes: Uint8Array): void {
    const space = this.space(bytes.length)
    const isThere = bytes.buffer === space.buffer && bytes.byteOffset === space.byteOffset
    if (!isThere) space.set(bytes)
    this.filled += bytes.length
  }

  /** Ends the last line, if it is not. */
  endLine(): void {
    this.isEndMade = this.filled > this.from && this.#bytes[this.filled - 1] !== LF
    if (this.isEndMade) this.add(LINE_END)
  }

  byteAt(place: number): number {
    return this.#bytes[place] ?? 0
  }

  bytes(from: number, to: number): Buffer {
    return this.#bytes.subarray(from, to)
  }

  text(from: number, to: number): string {
    return this.#bytes.toString('utf8', from, to)
  }

  /** The same for text that is known to be ASCII. */
  ascii(from: number, to: number): string {
    return this.#bytes.toString('latin1', from, to)
  }

  isAscii(from: number, to: number): boolean {
    return isAscii(this.#bytes.subarray(from, to))
  }

  /** The first byte that is no part of a character, or -1. */
  malformed(from: number, to: number): number {
    const bytes = this.#bytes.subarray(from, to)
    return isUtf8(bytes) ? -1 : from + UTF8.malformed(bytes)
  }

  /** The place after the last line end among these, or `from`. */
  endOfLines(from: number, to: number): number {
    return from + this.#bytes.subarray(from, to).lastIndexOf(LF) + 1
  }

  /** Where the line begins that has a place. */
  startOfLine(place: number): number {
    return this.endOfLines(this.from, place)
  }

  /** The place after the first line end from there on, or -1. */
  nextLine(from: number): number {
    const found = this.#bytes.subarray(from, this.filled).indexOf(LF)
    return found < 0 ? -1 : from + found + 1
  }

  /** Finds lines up to `end`, which is after a line end; answers how many, and goes on after them. */
  scan(end: number): number {
    const count = this.#exports.scan(this.from, end, this.#levels, this.#longest)
    this.from = this.#exports.reached() >>> 0
    return count
  }

  /** Where names are kept for `narrowed`; undefined where there is no room for them. */
  keepNames(names: readonly string[]): number | undefined {
    const entries = names.map((name) => Buffer.from(name)).filter(({ length }) => length > 0)
    const isShort = entries.every(({ length }) => length < 256)
    const list = Buffer.concat([...entries.flatMap((name) => [Buffer.of(name.length), name]), ZERO])
    const place = NAMES + this.#named
    if (!isShort || this.#named + list.length > NAMES_SIZE) return undefined
    this.#bytes.set(list, place)
    this.#named += list.length
    return place
  }

  /** The JSON of an object with only the members of these names; undefined where the line has to be read whole. */
  narrowed(from: number, to: number, names: number): string | undefined {
    const out = this.filled + PADDING
    this.#grow(out + to - from + PADDING)
    const length = this.#exports.narrow(from, names, out)
    return length === 0 ? undefined : this.#bytes.toString('utf8', out, out + length)
  }

  /** Ends of lines that `scan` has passed. */
  get passed(): number {
    return this.#exports.passed()
  }

  /** What stopped it, if its code is not 0. */
  get fault(): LineFault {
    return { code: this.#exports.fault(), at: this.#exports.at() >>> 0 }
  }

  /** By line of the last scan: where it begins, where it ends, and its marks. */
  get table(): Uint32Array {
    return this.#table
  }

  #moveDown(): void {
    const passed = this.from - this.#base
    if (passed === 0) return
    this.#bytes.copyWithin(this.#base, this.from, this.filled)
    this.filled -= passed
    this.from = this.#base
    this.#shift += passed
  }

  #grow(size: number): void {
    const { memory } = this.#exports
    if (size <= this.#bytes.length) return
    const wanted = Math.min(Math.max(size, 1.5 * this.#bytes.length), Math.max(size, MOST_BYTES))
    try {
      memory.grow(Math.ceil((wanted - this.#bytes.length) / PAGE))
    } catch {
      throw new InputError('no memory for a line of so many bytes')
    }
    this.#look()
  }

  #look(): void {
    const { buffer } = this.#exports.memory
    this.#bytes = Buffer.from(buffer)
    this.#table = new Uint32Array(buffer, TABLE, LINE_WORDS * MOST_LINES)
  }
}

const LINE_END = Buffer.from('\n')
const ZERO = Buffer.of(0)
