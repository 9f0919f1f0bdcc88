// Provides what is compressed as a source that begins at a place, and stops as a file does: what comes before the place is
// expanded once more, but not read. What was read cannot be looked at again, but for its beginning.

import { UsageError } from '../core/errors.ts'
import type { Border } from '../engine/part.ts'
import type { Reading, Source } from '../sources/source.ts'
import { Borders, isInRoot, TRIES } from './borders.ts'
import { isUtf8, saidIn } from './input-encoding.ts'
import type { ResumableOptions } from './resumable-file.ts'

const BEGINNING = 4 * 1024 * 1024 // bytes that are kept until it is known what stands around a place
const LESS_THAN = 0x3c
const NOTHING = Buffer.alloc(0)

export class ResumableStream implements Source {
  readonly name: string
  readonly #source: Source
  readonly #of: ResumableOptions
  readonly #borders: Borders
  #reading!: Reading
  #at = 0
  /** What was read so far, while that may be looked at. */
  #beginning: Buffer[] | undefined = []
  /** A border that was reached, and what follows it. */
  #stop: { border: Border; rest: Buffer } | undefined
  #isDone = false
  /** Whether no place can be found any more, as other elements stand around it. */
  #isOver = false

  constructor(source: Source, options: ResumableOptions) {
    const { plan, pace, from } = options
    this.name = source.name
    this.#source = source
    this.#of = options
    this.#borders = new Borders(plan, pace, from)
    if (from) this.#beginning = undefined
  }

  async read(reading: Reading): Promise<boolean> {
    this.#reading = reading
    const { signal, onSize, onRead } = reading
    return this.#source.read({
      signal,
      ...(onSize && { onSize }),
      ...(onRead && { onRead }),
      write: (bytes) => this.#take(bytes),
      gate: {
        whenOpen: async () => {
          while (this.#stop) await this.#goOn(this.#stop)
          await reading.gate.whenOpen()
        },
      },
    })
  }

  #take(all: Uint8Array): boolean {
    if (this.#at === 0) this.#checkEncoding(all)
    return !this.#isDone && this.#readOn(this.#passedOver(all))
  }

  /** Reads the bytes, or up to where the document may be cut; answers whether more are wanted. */
  #readOn(bytes: Uint8Array): boolean {
    const { chunk } = this.#of.pace
    for (let at = 0; at < bytes.length; at += chunk) {
      const end = this.#pass(bytes.subarray(at, at + chunk))
      if (end === undefined) return false
      if (this.#stop) {
        this.#stop.rest = Buffer.from(bytes.subarray(at + end))
        return true
      }
    }
    return true
  }

  #checkEncoding(bytes: Uint8Array): void {
    const { encoding } = this.#of.plan
    const found = encoding ?? saidIn(Buffer.from(bytes))
    if (!isUtf8(found))
      throw new UsageError(
        `--checkpoint: ${this.name} is in ${found}, and only UTF-8 can be read from a place on`,
      )
  }

  /** What of the bytes is not read yet. */
  #passedOver(bytes: Uint8Array): Uint8Array {
    const { from, pace } = this.#of
    const known = Math.max(0, Math.min(bytes.length, (from?.offset ?? 0) - this.#at))
    if (known === 0) return bytes
    this.#reading.skip?.(known)
    this.#at += known
    pace.begin() // to expand what was read may take long
    return bytes.subarray(known)
  }

  /** Has bytes read up to where the document may be cut, or all of them; answers how many, and nothing if no more are wanted. */
  #pass(bytes: Uint8Array): number | undefined {
    const isTime = !this.#isOver && this.#borders.isTime(this.#at)
    let from = 0
    let tag = isTime ? bytes.indexOf(LESS_THAN) : -1
    for (let tries = 0; tag >= 0 && tries < TRIES; tries++) {
      if (!this.#write(bytes.subarray(from, tag))) return undefined
      from = tag
      const border = this.#of.border()
      if (isInRoot(border)) {
        this.#stop = { border, rest: NOTHING }
        return from
      }
      tag = bytes.indexOf(LESS_THAN, tag + 1)
    }
    if (isTime) this.#borders.miss()
    return this.#write(bytes.subarray(from)) ? bytes.length : undefined
  }

  #write(bytes: Uint8Array): boolean {
    if (bytes.length === 0) return true
    this.#at += bytes.length
    if (this.#beginning) {
      this.#beginning.push(Buffer.from(bytes))
      if (this.#at > BEGINNING) this.#beginning = undefined
    }
    return this.#reading.write(bytes)
  }

  async #goOn({ border, rest }: { border: Border; rest: Buffer }): Promise<void> {
    const { pace, save } = this.#of
    const all = this.#beginning && Buffer.concat(this.#beginning)
    const bytesAt = (offset: number, length: number) =>
      (all as Buffer).subarray(offset, offset + length)
    const place = this.#borders.reach(border, all && bytesAt)
    if (place) this.#beginning = undefined
    else if (all) this.#borders.miss()
    else this.#isOver = true
    if (place && pace.isDue(place.offset)) await save(place)
    this.#stop = undefined
    this.#isDone = !this.#readOn(rest)
  }
}
