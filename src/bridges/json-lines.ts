// Turns the bytes that come back into values: JSON, one a line, empty lines left out. Holds one line and one piece.

import { isAscii, isUtf8 } from 'node:buffer'
import { StageError } from '../core/errors.ts'
import { visible } from '../core/printable.ts'
import type { Value } from '../record/record.ts'

const LINE_END = 0x0a
const COMMA = 0x2c
const OPEN = 0x5b
const CLOSE = 0x5d
const ARRAY = 48 * 1024 // bytes
const LONGEST_QUOTE = 60 // characters

export class JsonLines {
  readonly #name: string
  readonly #longest: number
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  #pieces: Uint8Array[] = [] // of a line that has not ended
  #length = 0 // of them
  #line = 0

  /** `name` is what errors call the sender; no line may have more than `longest` bytes. */
  constructor(name: string, longest: number) {
    this.#name = name
    this.#longest = longest
  }

  /**
   * The values of the lines that end in these bytes.
   *
   * @throws StageError for a line that is too long, or no JSON. The lines before it are sent on first.
   */
  *write(bytes: Uint8Array): Generator<Value> {
    const end = bytes.lastIndexOf(LINE_END)
    if (end < 0) {
      this.#hold(bytes)
      return
    }
    const whole = this.#taken(bytes.subarray(0, end))
    this.#hold(bytes.subarray(end + 1))
    yield* this.#values(whole)
  }

  /**
   * The values of a batch of whole lines, in which no line is empty, in arrays. To parse many lines as one array is twice as
   * fast as one by one, and texts of this size are no large objects to the garbage collector. The bytes are changed.
   *
   * @throws StageError for a line that is no JSON; then none of its array is sent on.
   */
  *batch(bytes: Uint8Array): Generator<Value[]> {
    const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const last = lines.length - 1
    let end = lines.indexOf(LINE_END)
    yield [...this.#values(lines.subarray(0, end < 0 ? lines.length : end))]
    while (end >= 0 && end < last) {
      const far = Math.min(end + ARRAY, last)
      const near = lines.lastIndexOf(LINE_END, far)
      const next = near > end ? near : lines.indexOf(LINE_END, far)
      if (next < 0) {
        yield [...this.#values(lines.subarray(end + 1))] // a last line without its end
        return
      }
      yield this.#array(lines.subarray(end, next + 1))
      end = next
    }
  }

  /** The values between two line ends, these included. */
  #array(lines: Buffer): Value[] {
    const last = lines.length - 1
    const ends: number[] = []
    for (let at = 0; at < last; at = lines.indexOf(LINE_END, at + 1)) {
      lines[at] = COMMA
      ends.push(at)
    }
    lines[0] = OPEN
    lines[last] = CLOSE
    try {
      const values = JSON.parse(textOf(lines) as string) as Value[] // what is undefined is no JSON
      this.#line += values.length
      return values
    } catch {
      for (const at of ends) lines[at] = LINE_END
      return [...this.#values(lines.subarray(1, last))] // which says what is wrong
    } finally {
      lines[last] = LINE_END // where the next one begins
    }
  }

  /** The value of a last line that has no end. */
  *end(): Generator<Value> {
    yield* this.#values(this.#taken(new Uint8Array(0)))
  }

  #hold(bytes: Uint8Array): void {
    this.#pieces.push(bytes)
    this.#length += bytes.length
    if (this.#length <= this.#longest) return
    const fact = `line ${this.#line + 1} of what it sends is longer than ${this.#longest} bytes`
    throw new StageError(`${this.#name}: ${fact}: raise --max-record`)
  }

  #taken(bytes: Uint8Array): Uint8Array {
    if (this.#length === 0) return bytes
    const whole = Buffer.concat([...this.#pieces, bytes])
    this.#pieces = []
    this.#length = 0
    return whole
  }

  *#values(bytes: Uint8Array): Generator<Value> {
    for (const line of this.#lines(bytes)) {
      this.#line++
      const value = this.#valueOf(line)
      if (value !== undefined) yield value
    }
  }

  #lines(bytes: Uint8Array): string[] {
    try {
      return this.#decoder.decode(bytes).split('\n')
    } catch {
      const where = `after line ${this.#line} of what it sends`
      throw new StageError(`${this.#name}: ${where}: expected UTF-8`)
    }
  }

  #valueOf(line: string): Value | undefined {
    try {
      return JSON.parse(line) as Value
    } catch {
      if (line.trim() === '') return undefined
      const quoted = visible(JSON.stringify(shortened(line)))
      const where = `line ${this.#line} of what it sends`
      throw new StageError(`${this.#name}: ${where}: expected JSON on one line, found ${quoted}`)
    }
  }
}

/** Undefined, which is no JSON, if it is not UTF-8. */
function textOf(bytes: Buffer): string | undefined {
  if (isAscii(bytes)) return bytes.toString('latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}

function shortened(text: string): string {
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`
}
