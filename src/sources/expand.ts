// Expands compressed bytes up to their end or their first fault, and gives all that stands before it.

import type { Transform } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { messageOf } from '../core/errors.ts'
import { ENDS_EARLY, type Pieces } from './pieces.ts'

export const CHUNK: number = 256 * 1024 // a turn of the thread pool for each costs more than the expansion of few bytes
const MOST_KEPT = 8 * 1024 * 1024
const FINER = [1024, 1] // bytes at once, to come near to a fault

/** Makes what expands: a stream of `node:zlib`. */
export type CreateStream = () => Transform & { bytesWritten: number }

/** Of what gzip and zip have in common: data without a frame around it. */
export const createInflate: CreateStream = () => createInflateRaw({ chunkSize: CHUNK })

/**
 * Expands one stream of compressed bytes; what comes after it is left. An `input` that ends before it does is a
 * fault, or left to the caller, who knows from elsewhere whether all is there.
 *
 * @throws Error when the bytes are damaged or end early.
 */
export async function* expand(
  create: CreateStream,
  input: Pieces,
  atEnd: 'fails' | 'returns' = 'fails',
): AsyncGenerator<Buffer, void> {
  const stream = new Steps(create())
  const kept = new Kept()
  let given = 0
  try {
    while (true) {
      const piece = await input.next()
      if (piece === undefined) {
        if (atEnd === 'returns') return
        throw new Error(ENDS_EARLY)
      }
      const before = stream.taken
      kept.add(piece)
      for await (const chunk of stream.step(piece)) {
        given += chunk.length
        yield chunk
      }
      const taken = stream.taken - before
      if (taken < piece.length) return input.giveBack(piece.subarray(taken))
    }
  } catch (error) {
    if (stream.failure !== error) throw error
    yield* near(create, kept, given)
    throw new Error(`damaged: ${messageOf(error)}`)
  } finally {
    stream.leave()
  }
}

/**
 * A stream of `node:zlib` that fails keeps what it has expanded since it was asked last. So the bytes are expanded
 * again up to the last step that went well, and on in smaller steps; what was given before is passed over.
 */
async function* near(
  create: CreateStream,
  { bytes, last }: Kept,
  given: number,
): AsyncGenerator<Buffer, void> {
  if (bytes === undefined) return
  let well = bytes.length - last
  for (const size of FINER) {
    const stream = new Steps(create())
    let passed = 0
    try {
      for (let at = 0, end = well; at < bytes.length; at = end, end = at + size) {
        for await (const chunk of stream.step(bytes.subarray(at, end))) {
          const known = Math.min(Math.max(given - passed, 0), chunk.length)
          passed += chunk.length
          if (known < chunk.length) yield chunk.subarray(known)
        }
        well = Math.min(end, bytes.length)
      }
    } catch (error) {
      if (stream.failure !== error) throw error
    } finally {
      given = Math.max(given, passed)
      stream.leave()
    }
  }
}

/** The compressed bytes so far, for as long as they are few. */
class Kept {
  /** How many bytes the last piece has. */
  last = 0
  #pieces: Uint8Array[] | undefined = []
  #length = 0

  add(piece: Uint8Array): void {
    this.last = piece.length
    this.#length += piece.length
    if (this.#length > MOST_KEPT) this.#pieces = undefined
    this.#pieces?.push(piece)
  }

  get bytes(): Buffer | undefined {
    return this.#pieces && Buffer.concat(this.#pieces)
  }
}

/** Takes a stream piece by piece through its work. */
class Steps {
  failure: Error | undefined
  readonly #stream: ReturnType<CreateStream>
  #wake = () => {}

  constructor(stream: ReturnType<CreateStream>) {
    this.#stream = stream
    stream.on('readable', () => this.#wake())
    stream.on('error', (error) => {
      this.failure = error
      this.#wake()
    })
  }

  /** How many bytes it has taken: of the last piece not all, if what is expanded ends in it or before it. */
  get taken(): number {
    return this.#stream.bytesWritten
  }

  /** What comes of the next piece. */
  async *step(piece: Uint8Array): AsyncGenerator<Buffer, void> {
    let isTaken = false
    if (piece.length === 0) return
    this.#stream.write(piece, () => {
      isTaken = true
      this.#wake()
    })
    while (true) {
      const chunk: Buffer | null = this.#stream.read()
      if (chunk !== null) yield chunk
      else if (this.failure) throw this.failure
      else if (isTaken) return
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    }
  }

  leave(): void {
    this.#stream.destroy()
  }
}
