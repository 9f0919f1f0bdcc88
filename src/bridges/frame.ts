// Provides frames: what crosses a stream between two programs of cosax. A kind, a length, and so many bytes: JSON lines, or what
// is said of them. Nothing in a frame is ever run. Holds one frame.

import { StageError } from '../core/errors.ts'

/** What a frame is: records as JSON lines, the end of them, a failure, or that no more are wanted. */
export const KINDS = { records: 'R', end: 'E', failure: 'F', done: 'D' } as const
export type Kind = keyof typeof KINDS

export interface Frame {
  kind: Kind
  bytes: Uint8Array
}

const HEADER = 5 // bytes: the letter of the kind, and the length as a number of four bytes, the highest first
const CODES = new Map(
  Object.entries(KINDS).map(([kind, letter]) => [letter.charCodeAt(0), kind as Kind]),
)

/** @throws StageError when it would be longer than `longest` bytes. */
export function encodeFrame({ kind, bytes }: Frame, longest: number): Buffer {
  if (bytes.length > longest) {
    throw new StageError(`frame of ${bytes.length} bytes: expected at most ${longest}`)
  }
  const frame = Buffer.allocUnsafe(HEADER + bytes.length)
  frame.write(KINDS[kind], 'latin1')
  frame.writeUInt32BE(bytes.length, 1)
  frame.set(bytes, HEADER)
  return frame
}

/** Finds the frames in bytes that come cut anywhere. */
export class FrameReader {
  readonly #longest: number
  #pieces: Buffer[] = []
  #length = 0 // of the pieces
  #needed = HEADER // bytes, before there is anything to do
  #offset = 0 // of the first piece

  constructor(longest: number) {
    this.#longest = longest
  }

  /** @throws StageError with the position for what is no frame, or one that is too long. Those before it come first. */
  *write(bytes: Uint8Array): Generator<Frame> {
    this.#pieces.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
    this.#length += bytes.length
    while (this.#length >= this.#needed) {
      const whole = this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces)
      if (!whole) return
      this.#pieces = [whole]
      const kind = CODES.get(whole[0] ?? 0)
      const length = whole.readUInt32BE(1)
      if (!kind) throw this.#fault(`expected a frame, found the byte 0x${hex(whole[0])}`)
      if (length > this.#longest) {
        throw this.#fault(`frame of ${length} bytes: expected at most ${this.#longest}`)
      }
      const end = HEADER + length
      this.#needed = end
      if (whole.length < end) return
      this.#pieces = [whole.subarray(end)]
      this.#length -= end
      this.#offset += end
      this.#needed = HEADER
      yield { kind, bytes: whole.subarray(HEADER, end) }
    }
  }

  /** @throws StageError when the bytes end inside a frame. */
  end(): void {
    if (this.#length === 0) return
    const expected =
      this.#needed === HEADER ? `${HEADER} bytes of its start` : `${this.#needed} bytes`
    throw this.#fault(`frame is cut off: expected ${expected}, found ${this.#length}`)
  }

  #fault(fact: string): StageError {
    return new StageError(`at byte ${this.#offset}: ${fact}`)
  }
}

function hex(byte = 0): string {
  return byte.toString(16).padStart(2, '0')
}
