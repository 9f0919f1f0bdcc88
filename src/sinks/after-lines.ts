// Provides an output that may follow what stands in a file already: what a line lacks there of its end comes first.

import type { Lines } from '../record/lines.ts'
import { Output } from './output.ts'

export abstract class AfterLines extends Output {
  /** Whether the next record begins a line. */
  protected abstract isBegun: boolean

  override write(data: string | Uint8Array, records = 1): boolean {
    if (data.length > 0) this.#begin()
    return super.write(data, records)
  }

  override writeLines(lines: Lines): boolean {
    this.#begin()
    return super.writeLines(lines)
  }

  /** What a killed run, or another program, has left of a line gets an end, so that the next one is a line of its own. */
  #begin(): void {
    if (!this.isBegun) this.writer.write('\n')
    this.isBegun = true
  }
}
