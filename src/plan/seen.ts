// Keeps of a document what explains its faults: how it begins, and what was read last.

import { XmlError } from '../engine/xml-error.ts'
import type { Evidence } from './explained.ts'

const FIRST = 1024 // bytes

export class Seen implements Evidence {
  first: Buffer = Buffer.alloc(0)
  last: Uint8Array = this.first
  before = 0

  add(bytes: Uint8Array): void {
    const missing = FIRST - this.first.length
    if (missing > 0) this.first = Buffer.concat([this.first, bytes.subarray(0, missing)])
    this.before += this.last.length
    this.last = bytes
  }

  /** So many bytes were not seen. */
  skip(bytes: number): void {
    this.before += this.last.length + bytes
    this.last = this.last.subarray(0, 0)
  }

  /** The error with what is known about it, if it is one of the document. */
  async explain(error: unknown): Promise<unknown> {
    if (!(error instanceof XmlError)) return error
    const { explained } = await import('./explained.ts')
    return explained(error, this)
  }
}
