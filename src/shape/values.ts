// Counts what the texts at one place say, in little memory whatever their number.

import { BOOLEAN, type Classifier, DATE, KINDS, TEXT_KIND } from './kind.ts'

/** Distinct values beyond these are not counted. */
export const MOST_DISTINCT = 50
const MOST_EXAMPLES = 3
const LONGEST_EXAMPLE = 60 // characters
const LONGEST_COMPARED = 1000 // bytes; a longer value is taken to be another

export class Values {
  count = 0
  /** How many say nothing, as `a=""` does; they are of no kind. */
  empty = 0
  /** By the number of the kind. */
  readonly kinds: number[] = KINDS.map(() => 0)
  /** The longest, in characters. */
  longest = 0
  /** The least and the greatest of those that can be compared, as numbers. */
  min: number = Number.POSITIVE_INFINITY
  max: number = Number.NEGATIVE_INFINITY
  /** As they were written. */
  minText = ''
  maxText = ''
  /** The first ones, and the first of every kind. */
  readonly examples: string[] = []
  #hashes: Set<number> | undefined = new Set()

  /** How many different values there are, if few. */
  get distinct(): number | undefined {
    return this.#hashes?.size
  }

  /** Counts the text of these bytes, after which there may be more characters that were not kept. */
  add(bytes: Uint8Array, from: number, to: number, classifier: Classifier, more = 0): void {
    this.count++
    if (from === to) {
      this.empty++
      return
    }
    if (to - from + more > this.longest) {
      this.longest = Math.max(this.longest, charactersIn(bytes, from, to) + more)
    }
    const kind = classifier.kindOf(bytes, from, to)
    const before = this.kinds[kind] as number
    this.kinds[kind] = before + 1
    if (kind !== TEXT_KIND && kind !== BOOLEAN)
      this.#compare(bytes, from, to, classifier.value, kind)
    const isNew = this.#hashes !== undefined && this.#distinguish(this.#hashes, bytes, from, to)
    if (before === 0 || (isNew && this.examples.length < MOST_EXAMPLES)) {
      this.#addExample(bytes, from, to)
    }
  }

  #compare(bytes: Uint8Array, from: number, to: number, value: number, kind: number): void {
    if (value < this.min) {
      this.min = value
      if (kind >= DATE) this.minText = textOf(bytes, from, to)
    }
    if (value > this.max) {
      this.max = value
      if (kind >= DATE) this.maxText = textOf(bytes, from, to)
    }
  }

  #addExample(bytes: Uint8Array, from: number, to: number): void {
    const text = textOf(bytes, from, Math.min(to, from + 4 * LONGEST_EXAMPLE + 4))
    const characters = [...text]
    const isLong = characters.length > LONGEST_EXAMPLE
    const example = isLong ? `${characters.slice(0, LONGEST_EXAMPLE).join('')}…` : text
    if (!this.examples.includes(example)) this.examples.push(example)
  }

  /** Answers whether the text is another than those before. */
  #distinguish(hashes: Set<number>, bytes: Uint8Array, from: number, to: number): boolean {
    const known = hashes.size
    hashes.add(hash(bytes, from, Math.min(to, from + LONGEST_COMPARED)) + (to - from))
    if (hashes.size > MOST_DISTINCT) this.#hashes = undefined
    return hashes.size > known
  }
}

/** 52 bits, two values that differ hardly ever have the same. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    a = Math.imul(a ^ byte, 0x01000193)
    b = Math.imul(b ^ byte, 0x85ebca6b)
  }
  return (a >>> 0) * 0x100000 + (b >>> 12)
}

function charactersIn(bytes: Uint8Array, from: number, to: number): number {
  let characters = 0
  for (let at = from; at < to; at++) if (((bytes[at] as number) & 0xc0) !== 0x80) characters++
  return characters
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.subarray(from, to))
}
