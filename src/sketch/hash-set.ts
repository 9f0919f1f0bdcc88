// Remembers texts by 96 bits of a hash each: some 20 bytes a text, however long it is.

import { type Hash, hashWith } from './hash.ts'

const SHARDS = 256 // that grow one by one, so that growing needs little more than there is
const WORDS = 3 // of a hash that are kept
const FULLEST = 0.8

/**
 * Two texts are taken for one if they meet in all 96 bits: less than once in 10^12 times for 10^8 texts, and it
 * cannot be known for which.
 */
export class HashSet {
  readonly #hash: Hash
  readonly #shards: Shard[] = []

  constructor(hash: Hash = hashWith()) {
    this.#hash = hash
    for (let i = 0; i < SHARDS; i++) this.#shards.push(new Shard())
  }

  /** Answers whether the text was not there before. */
  add(text: string): boolean {
    const words = this.#hash(text) as Uint32Array & [number, number, number, number]
    const shard = this.#shards[words[3] % SHARDS] as Shard
    return shard.add(words[0] || 1, words[1], words[2]) // 0 is an empty place
  }
}

class Shard {
  #size = 0
  #slots = 16
  #words = new Uint32Array(16 * WORDS)

  add(a: number, b: number, c: number): boolean {
    const at = this.#place(a, b, c)
    if (this.#words[at] !== 0) return false
    this.#put(at, a, b, c)
    if (++this.#size > this.#slots * FULLEST) this.#grow()
    return true
  }

  /** Where these words are, or would be. */
  #place(a: number, b: number, c: number): number {
    const words = this.#words
    // the slots are not a power of two, so that they may grow by less than twice
    let slot = Math.floor((a / 2 ** 32) * this.#slots)
    while (true) {
      const at = slot * WORDS
      const first = words[at]
      if (first === 0 || (first === a && words[at + 1] === b && words[at + 2] === c)) return at
      if (++slot === this.#slots) slot = 0
    }
  }

  #put(at: number, a: number, b: number, c: number): void {
    this.#words[at] = a
    this.#words[at + 1] = b
    this.#words[at + 2] = c
  }

  #grow(): void {
    const old = this.#words
    this.#slots = Math.ceil(this.#slots * 1.5)
    this.#words = new Uint32Array(this.#slots * WORDS)
    for (let at = 0; at < old.length; at += WORDS) {
      const a = old[at] as number
      const b = old[at + 1] as number
      const c = old[at + 2] as number
      if (a !== 0) this.#put(this.#place(a, b, c), a, b, c)
    }
  }
}
