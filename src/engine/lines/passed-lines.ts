// Gathers lines that leave, most as they came: those that follow one another are one piece of memory, others are copied together.

import { Lines } from '../../record/lines.ts'
import type { LineScanner } from '../line-scanner.ts'

const LF = 0x0a
const MADE = -1

export class PassedLines {
  readonly #scanner: LineScanner
  /** Where runs of lines begin and end, the last line end aside; MADE, and which, for a line that was written anew. */
  #runs: number[] = []
  #made: Buffer[] = []
  #end = MADE // of the last run
  #records = 0
  #bytes = 0

  constructor(scanner: LineScanner) {
    this.#scanner = scanner
  }

  add(from: number, to: number): void {
    this.#records++
    this.#bytes += to - from + 1
    const runs = this.#runs
    if (from === this.#end + 1 && this.#scanner.byteAt(this.#end) === LF) runs[runs.length - 1] = to
    else runs.push(from, to)
    this.#end = to
  }

  /** The same for a line that leaves as this JSON. */
  addMade(json: string): void {
    const bytes = Buffer.from(json)
    this.#runs.push(MADE, this.#made.push(bytes) - 1)
    this.#end = MADE
    this.#records++
    this.#bytes += bytes.length + 1
  }

  /** Those gathered, which the scanner may overwrite; none are left. */
  taken(): Lines | undefined {
    if (this.#records === 0) return undefined
    const lines = new Lines(this.#joined(), this.#records)
    this.#runs = []
    this.#made = []
    this.#end = MADE
    this.#records = 0
    this.#bytes = 0
    return lines
  }

  #joined(): Buffer {
    const scanner = this.#scanner
    const runs = this.#runs
    const [first = 0, last = 0] = runs
    if (runs.length === 2 && first !== MADE && scanner.byteAt(last) === LF) {
      return scanner.bytes(first, last + 1)
    }
    const joined = Buffer.allocUnsafe(this.#bytes)
    let at = 0
    for (let i = 0; i < runs.length; i += 2) {
      const from = runs[i] ?? 0
      const to = runs[i + 1] ?? 0
      const line = from === MADE ? this.#made[to] : scanner.bytes(from, to)
      at += line?.copy(joined, at) ?? 0
      joined[at++] = LF
    }
    return joined
  }
}
