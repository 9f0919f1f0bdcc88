// Gathers records as JSON lines into batches: one message for many. What fills no batch goes when the sender is quiet.

import { jsonOf } from '../formats/jsonl.ts'
import { Lines, type Writable } from '../record/lines.ts'

const ENOUGH = 64 * 1024 // characters
const QUIET = 20 // ms

export class Batch {
  readonly #give: (lines: Uint8Array) => void
  #text = ''
  #timer: NodeJS.Timeout | undefined

  /** `give` is given the bytes of whole lines, for good. */
  constructor(give: (lines: Uint8Array) => void) {
    this.#give = give
  }

  add(item: Writable): void {
    if (item instanceof Lines) {
      this.release()
      this.#give(new Uint8Array(item.bytes)) // a copy
      return
    }
    this.#text += `${jsonOf(item)}\n`
    if (this.#text.length >= ENOUGH) this.release()
    else this.#timer ??= setTimeout(() => this.release(), QUIET)
  }

  release(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#text === '') return
    const text = this.#text
    this.#text = ''
    this.#give(new TextEncoder().encode(text))
  }

  /** What was not given yet is not wanted. */
  drop(): void {
    this.#text = ''
    this.release()
  }
}
