// Sorts values of any number: what does not fit into memory waits on disk, in sorted runs.

import { StageError } from '../core/errors.ts'
import { Batch, type Key } from './batch.ts'
import { merge } from './merge.ts'
import { linesIn, linesOf, type Run } from './run-reader.ts'
import { SpillFile } from './spill-file.ts'

const LEAST_READ = 16 * 1024 // bytes of a run at once
const MOST_READ = 1024 * 1024
const PAUSE = 100 // lines until others get their turn
const NEWLINE = Buffer.from('\n')

export interface Order<V, K extends Key> {
  keyOf(value: V): K
  compare(a: K, b: K): number
  /** Bytes that it may hold, about, besides what is on its way. */
  memory: number
}

/** Sorts values of a part of all, for a sort of all to `merge`. */
export class PartSort<V, K extends Key> {
  readonly #order: Pick<Order<V, K>, 'keyOf' | 'compare'>
  readonly #batch: Batch<K>

  constructor(order: Pick<Order<V, K>, 'keyOf' | 'compare'>) {
    this.#order = order
    this.#batch = new Batch(order.compare)
  }

  /** @throws StageError for a value too large for JSON. */
  add(value: V): void {
    this.#batch.add(json(value), this.#order.keyOf(value))
  }

  /** The same for values that are lines already. */
  addLines(...lines: LinesWithKeys<K>): void {
    this.#batch.addLines(...lines)
  }

  /** Their lines in order, each with its end. */
  run(): Uint8Array {
    const lines: Uint8Array[] = []
    for (const line of this.#batch.lines()) lines.push(line, NEWLINE)
    return Buffer.concat(lines)
  }
}

/** For values that JSON can write. Those with equal keys stay in the order in which they came. */
export class ExternalSort<V, K extends Key> {
  readonly #order: Order<V, K>
  #batch: Batch<K>
  #file: SpillFile | undefined
  #runs: Run[] = []
  #held: Uint8Array[] = [] // runs too, of parts
  #heldBytes = 0

  constructor(order: Order<V, K>) {
    this.#order = order
    this.#batch = new Batch(order.compare)
  }

  /** @throws OutputError when the disk is full, or fails; StageError for a value too large for JSON. */
  add(value: V): void {
    try {
      this.#batch.add(json(value), this.#order.keyOf(value))
      if (this.#batch.size >= this.#order.memory) this.#spill()
    } catch (error) {
      this.close() // a part of all in order is no order
      throw error
    }
  }

  /**
   * The same for values that are lines already, with their ends.
   *
   * @throws OutputError when the disk is full, or fails.
   */
  addLines(...lines: LinesWithKeys<K>): void {
    try {
      this.#batch.addLines(...lines)
      if (this.#batch.size >= this.#order.memory) this.#spill()
    } catch (error) {
      this.close()
      throw error
    }
  }

  /**
   * Takes the values that come next, a part of them that is sorted.
   *
   * @throws OutputError when the disk is full, or fails.
   */
  merge(run: Uint8Array): void {
    try {
      if (this.#batch.size > 0) this.#spill()
      this.#held.push(run)
      this.#heldBytes += run.length
      if (this.#heldBytes >= this.#order.memory) this.#spillHeld()
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** Gets ready to be read, with pauses where that takes long. */
  *finish(): Generator<undefined, void> {
    if (!this.#file) return
    this.#spillHeld()
    if (this.#batch.size > 0) this.#spill()
    this.#batch = new Batch(this.#order.compare) // frees its blocks
    while (this.#runs.length > this.#mostRuns) yield* this.#mergeSome()
  }

  /** All values in order, once, when it has finished. */
  *sorted(): Generator<V, void> {
    if (this.#file) for (const { value } of this.#merged(this.#runs)) yield value
    else if (this.#held.length > 0) {
      const runs = [...this.#held.map(linesIn), this.#batch.lines()]
      const items = runs.map((lines) => this.#itemsOf(lines))
      for (const { value } of this.#mergedItems(items)) yield value
    } else for (const line of this.#batch.lines()) yield parsed<V>(line)
  }

  /** The same as lines, without their ends, each only to be used until the next one is asked for. */
  *sortedLines(): Generator<Uint8Array, void> {
    if (this.#file) for (const { line } of this.#merged(this.#runs)) yield line
    else if (this.#held.length > 0) {
      const runs = [...this.#held.map(linesIn), this.#batch.lines()]
      for (const { line } of this.#mergedItems(runs.map((lines) => this.#itemsOf(lines))))
        yield line
    } else yield* this.#batch.lines()
  }

  /** Frees everything. */
  close(): void {
    this.#file?.close()
    this.#file = undefined
    this.#runs = []
    this.#held = []
    this.#batch.clear()
  }

  /** How many runs are read at once. */
  get #mostRuns(): number {
    return Math.max(2, Math.floor(this.#order.memory / LEAST_READ))
  }

  /** Runs of parts are written as they are. */
  #spillHeld(): void {
    if (this.#held.length === 0) return
    this.#file ??= new SpillFile()
    const file = this.#file
    for (const run of this.#held) {
      const start = file.length
      file.writeLines(run)
      if (run.length > 0) this.#runs.push({ start, end: file.length })
    }
    this.#held = []
    this.#heldBytes = 0
  }

  #spill(): void {
    this.#spillHeld() // they came before
    this.#file ??= new SpillFile()
    const file = this.#file
    const start = file.length
    for (const line of this.#batch.lines()) file.writeLine(line)
    file.flush()
    this.#runs.push({ start, end: file.length })
    this.#batch.clear()
  }

  /** Makes a file of fewer and longer runs, so that all can be read at once. */
  *#mergeSome(): Generator<undefined, void> {
    const file = new SpillFile()
    try {
      const runs: Run[] = []
      let lines = 0
      for (let i = 0; i < this.#runs.length; i += this.#mostRuns) {
        const start = file.length
        for (const { line } of this.#merged(this.#runs.slice(i, i + this.#mostRuns))) {
          file.writeLine(line)
          if (++lines % PAUSE === 0) yield
        }
        runs.push({ start, end: file.length })
      }
      file.flush()
      this.#file?.close()
      this.#file = file
      this.#runs = runs
    } finally {
      if (this.#file !== file) file.close()
    }
  }

  #merged(runs: Run[]): Generator<Item<V, K>, void> {
    const { memory } = this.#order
    const bytes = Math.max(LEAST_READ, Math.min(MOST_READ, Math.floor(memory / runs.length)))
    const items = runs.map((run) => this.#itemsOf(linesOf(this.#file as SpillFile, run, bytes)))
    return this.#mergedItems(items)
  }

  #mergedItems(runs: Generator<Item<V, K>, void>[]): Generator<Item<V, K>, void> {
    const { compare } = this.#order
    return merge(runs, (a, b) => compare(a.key, b.key))
  }

  *#itemsOf(lines: Iterable<Buffer>): Generator<Item<V, K>, void> {
    for (const line of lines) {
      const value = parsed<V>(line)
      yield { value, line, key: this.#order.keyOf(value) }
    }
  }
}

/** Lines one after the other, how many, and of each its length and its key. */
type LinesWithKeys<K> = [
  lines: Uint8Array,
  count: number,
  lengthOf: (line: number) => number,
  keyOf: (line: number) => K,
]

interface Item<V, K> {
  value: V
  line: Buffer
  key: K
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StageError('record too deep or too long to be sorted')
  }
}

function parsed<V>(line: Buffer): V {
  return JSON.parse(line.toString('utf8')) as V
}
