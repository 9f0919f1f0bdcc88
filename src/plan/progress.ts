// Answers how far the reading of inputs is. It costs nothing until it is asked.

import { sizeOf } from '../sources/size.ts'
import type { Reading } from '../sources/source.ts'

export interface Progress {
  /** Bytes of documents, as they were before compression. */
  bytes: number
  /** Bytes of inputs, as they lie there. */
  read: number
  /** Of all inputs, where that is known. */
  size?: number
  /** The number of the input that is being read, from 1. */
  input: number
  inputs: number
  /** What came of them; missing where only their form is checked. */
  counts?: Counts
}

export interface Counts {
  /** Records found. */
  records: number
  /** Records written by all sinks together. */
  written: number
  /** Records that were left out for a fault. */
  bad?: number
}

export class Watch {
  /** Bytes of documents so far. */
  bytes = 0
  readonly #inputs: readonly string[]
  readonly #counts: (() => Counts) | undefined
  #input = 0 // how many were begun
  #read = 0
  #before = 0 // read of the inputs before
  #size: number | undefined // of the one begun last
  #rest: (number | undefined)[] | undefined // sizes of the inputs from the one of this index on

  /** `passed` is how many of the inputs were read before. */
  constructor(inputs: readonly string[], counts?: () => Counts, passed = 0) {
    this.#inputs = inputs
    this.#counts = counts
    this.#input = passed
    for (const input of inputs.slice(0, passed)) this.#read += sizeOf(input) ?? 0
  }

  /** Begins the next input; answers the functions to which its reading reports. */
  next(): Required<Pick<Reading, 'onRead' | 'onSize'>> {
    this.#input++
    this.#before = this.#read
    this.#size = undefined
    return {
      onRead: (bytes) => {
        this.#read += bytes
      },
      onSize: (bytes) => {
        this.#size = bytes
      },
    }
  }

  look(): Progress {
    const size = this.#sizeOfAll()
    return {
      bytes: this.bytes,
      read: this.#read,
      ...(size !== undefined && { size }),
      input: this.#input,
      inputs: this.#inputs.length,
      ...(this.#counts && { counts: this.#counts() }),
    }
  }

  #sizeOfAll(): number | undefined {
    this.#rest ??= sums(this.#inputs.map(sizeOf))
    const rest = this.#rest[this.#input]
    return this.#size === undefined || rest === undefined
      ? undefined
      : this.#before + this.#size + rest
  }
}

/** By index: the sum from there on, undefined where a part of it is. */
function sums(sizes: readonly (number | undefined)[]): (number | undefined)[] {
  const found: (number | undefined)[] = [0]
  for (const size of sizes.toReversed()) {
    const rest = found.at(-1)
    found.push(size === undefined || rest === undefined ? undefined : size + rest)
  }
  return found.reverse()
}
