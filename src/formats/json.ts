// Provides JSON: one array, a record on each of its lines, `[]` without any.

import { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import type { Encoder, OpenEncoder } from './format.ts'
import { jsonOf } from './jsonl.ts'

export const json: OpenEncoder = {
  makes: 'bytes',
  open: ({ state }) => new Json(state === true),
}

const FIRST = Buffer.from('[\n')
const NEXT = Buffer.from(',\n')
const LINE_END = 0x0a

class Json implements Encoder {
  #hasBegun: boolean

  constructor(hasBegun: boolean) {
    this.#hasBegun = hasBegun
  }

  state(): boolean {
    return this.#hasBegun
  }

  encode(record: Value): string {
    return `${this.#before()}${jsonOf(record)}`
  }

  /** Each line is a record already: what stands between two of them is all that is missing. */
  encodeLines({ bytes: lines, records }: Lines): Iterable<Lines> {
    const bytes = Buffer.allocUnsafe(lines.length - records + NEXT.length * records)
    let at = this.#before().copy(bytes)
    let from = 0
    for (let end = lines.indexOf(LINE_END); end >= 0; end = lines.indexOf(LINE_END, from)) {
      if (from > 0) at += NEXT.copy(bytes, at)
      bytes.set(lines.subarray(from, end), at)
      at += end - from
      from = end + 1
    }
    return [new Lines(bytes.subarray(0, at), records)]
  }

  end(): string {
    return this.#hasBegun ? '\n]\n' : '[]\n'
  }

  #before(): Buffer {
    const before = this.#hasBegun ? NEXT : FIRST
    this.#hasBegun = true
    return before
  }
}
