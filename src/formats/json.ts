// Provides JSON: one array, a record on each of its lines, `[]` without any.

import type { Value } from '../record/record.ts'
import type { Encoder, OpenEncoder } from './format.ts'
import { jsonOf } from './jsonl.ts'

export const json: OpenEncoder = {
  makes: 'bytes',
  open: ({ state }) => new Json(state === true),
  openPart: () => ({ encode: next }),
}

class Json implements Encoder {
  #hasBegun: boolean

  constructor(hasBegun: boolean) {
    this.#hasBegun = hasBegun
  }

  /** Once there is a record that others follow. */
  get layout(): object | undefined {
    return this.#hasBegun ? {} : undefined
  }

  join(): void {}

  state(): boolean {
    return this.#hasBegun
  }

  encode(record: Value): string {
    if (this.#hasBegun) return next(record)
    const text = `[\n${jsonOf(record)}`
    this.#hasBegun = true
    return text
  }

  end(): string {
    return this.#hasBegun ? '\n]\n' : '[]\n'
  }
}

function next(record: Value): string {
  return `,\n${jsonOf(record)}`
}
