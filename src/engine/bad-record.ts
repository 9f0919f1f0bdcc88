// Provides what is left out of a document because of a fault, and who decides about that.

import type { Position, XmlError } from './xml-error.ts'

/** What was left out of a document. */
export interface BadRecord {
  /** The fault, and where it was noticed. */
  error: XmlError
  /** Where what was left out begins. */
  start: Position
  /** Whether that is a record, and not something between two. */
  isRecord: boolean
  /** It, as UTF-8: of what is longer than a record may be, the beginning. */
  bytes: Uint8Array
  /** What the bytes were to be; `xml` if not given. */
  form?: 'xml' | 'json'
}

/** Who decides about faults, and takes what is left out for them. */
export interface BadRecordPolicy {
  /** Whether to go on after a fault. */
  allows(error: XmlError): boolean
  /** What was left out; the bytes are good until it returns. */
  leaveOut(bad: BadRecord): void
}
