// Holds lines with their keys in memory until they are too many, and gives them back in order.
// The bytes of the lines lie in blocks outside of the heap, which the next batch uses again.

const BLOCK = 1024 * 1024 // bytes
const ENTRY = 40 // bytes, about, that a line takes besides its own and those of its key

export type Key = number | bigint | string | null | Key[]

export class Batch<K extends Key> {
  readonly #compare: (a: K, b: K) => number
  readonly #blocks: Buffer[] = []
  #last = -1 // of the blocks in use
  #filled = 0 // of that block
  #keys: K[] = []
  #starts: number[] = []
  #ends: number[] = []
  #places: number[] = [] // by line: its block
  #size = 0

  constructor(compare: (a: K, b: K) => number) {
    this.#compare = compare
  }

  /** How many bytes it takes, about. */
  get size(): number {
    return this.#size
  }

  add(line: string, key: K): void {
    const most = line.length * 3 // bytes of UTF-8
    const block = this.#blockFor(most)
    const start = this.#filled
    this.#filled += block.write(line, start)
    this.#keys.push(key)
    this.#places.push(this.#last)
    this.#starts.push(start)
    this.#ends.push(this.#filled)
    this.#size += this.#filled - start + sizeOf(key) + ENTRY
  }

  /** Adds lines that stand one after the other, with their ends; `lengthOf` and `keyOf` are asked for each by its number. */
  addLines(
    lines: Uint8Array,
    count: number,
    lengthOf: (line: number) => number,
    keyOf: (line: number) => K,
  ): void {
    const block = this.#blockFor(lines.length)
    block.set(lines, this.#filled)
    for (let line = 0; line < count; line++) {
      const start = this.#filled
      const key = keyOf(line)
      this.#filled += lengthOf(line)
      this.#keys.push(key)
      this.#places.push(this.#last)
      this.#starts.push(start)
      this.#ends.push(this.#filled - 1)
      this.#size += this.#filled - start + sizeOf(key) + ENTRY
    }
  }

  /** The lines in the order of their keys, and of their coming where these are the same. */
  *lines(): Generator<Buffer, void> {
    const keys = this.#keys
    const order = Uint32Array.from(keys, (_, i) => i)
    order.sort((a, b) => this.#compare(keys[a] as K, keys[b] as K) || a - b)
    for (const i of order) {
      const block = this.#blocks[this.#places[i] as number] as Buffer
      yield block.subarray(this.#starts[i], this.#ends[i])
    }
  }

  clear(): void {
    this.#keys = []
    this.#places = []
    this.#starts = []
    this.#ends = []
    this.#size = 0
    this.#last = -1
    this.#filled = 0
  }

  /** The block in use, or the next one, whichever has room. */
  #blockFor(bytes: number): Buffer {
    const block = this.#blocks[this.#last]
    if (block && this.#filled + bytes <= block.length) return block
    this.#last++
    this.#filled = 0
    const next = this.#blocks[this.#last]
    if (next && next.length >= bytes) return next
    const larger = Buffer.allocUnsafeSlow(Math.max(BLOCK, bytes))
    this.#blocks[this.#last] = larger
    return larger
  }
}

function sizeOf(key: Key): number {
  if (typeof key === 'string') return 24 + key.length
  return Array.isArray(key) ? key.reduce<number>((sum, part) => sum + sizeOf(part), 32) : 16
}
