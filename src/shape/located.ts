// Finds the bytes of a text on a tape.

import type { Tape } from '../engine/tape.ts'

const NONE = new Uint8Array(0)
const encoder = new TextEncoder()

export class Located {
  tape: Tape | undefined
  bytes: Uint8Array = NONE
  from = 0
  to = 0

  /** Finds that of the event at `at`. */
  locate(at: number): void {
    const { utf8, events } = this.tape as Tape
    if (utf8) {
      this.bytes = utf8.bytes
      this.from = utf8.from + (events[at + 2] as number)
      this.to = this.from + (events[at + 3] as number)
    } else {
      this.bytes = encoder.encode(this.tape?.text(at))
      this.from = 0
      this.to = this.bytes.length
    }
  }

  clear(): void {
    this.from = 0
    this.to = 0
  }
}
