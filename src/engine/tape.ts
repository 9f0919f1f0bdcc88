// Provides the tape: a batch of parse events in one typed array, the contract between engines and records.

import type { Limits } from './limits.ts'
import type { Position } from './xml-error.ts'

/**
 * The kinds of event. An element's attributes follow its start, before anything else. The name of a processing
 * instruction is its target, its text the data.
 *
 * An event takes EVENT_WORDS in `Tape.events`: its kind, the index of its name, where its text is and how long, if it
 * has one.
 */
export {
  EVENT_ATTRIBUTE as ATTRIBUTE,
  EVENT_END as END,
  EVENT_INSTRUCTION as INSTRUCTION,
  EVENT_START as START,
  EVENT_TEXT as TEXT,
  EVENT_WORDS,
} from '../kernel/layout.ts'

/** A name as written (`qualified`), without its prefix (`local`), and the namespace it is in ('' for none). */
export interface Name {
  readonly qualified: string
  readonly local: string
  readonly uri: string
}

/**
 * Events in document order. A tape is used again after `send` returns: take what you need, keep nothing.
 *
 * `events` holds `length` events of `EVENT_WORDS` each; `names` grows with the document and an index into
 * it means the same name for as long as the document lasts.
 */
export interface Tape {
  readonly events: Int32Array
  readonly length: number
  readonly names: readonly Name[]
  /** The text of the event whose first word is at `at`. */
  text(at: number): string
  /** Where in the document the element of that event starts, in bytes, if that was asked for. */
  offset?(at: number): number
  /** The same with line and column, which takes longer. */
  place?(at: number): Position
  /** The error of an element that began at a place and is beyond a limit. */
  beyond?(limit: keyof Limits, place: Position): Error
  /** The texts as UTF-8, if that is what they are: what the third word of an event counts from is at `from`. */
  readonly utf8?: { readonly bytes: Uint8Array; readonly from: number }
}
