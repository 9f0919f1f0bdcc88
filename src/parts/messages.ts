// Provides what the threads of a run in parts say to each other: plain data.

import type { MetRecords } from '../engine/part.ts'
import type { CallState } from '../expression/calls.ts'
import type { Tally } from '../mapping/collect.ts'
import type { Findings } from '../plan/ends.ts'
import type { Plan } from '../plan/plan.ts'
import type { Around } from './around.ts'
import type { SharedContent } from './content.ts'
import type { Seam } from './seam.ts'

/** What a thread has to know before the first part. */
export interface Setup {
  plan: Plan
  seam: Seam
  /** The compiled kernel. */
  kernel: object
}

/** What a thread is to read. */
export type Task = PartTask | DocumentTask

interface Read {
  /** Its number, in the order of what all threads read. */
  part: number
  /** How what leaves by each exit is to be written, where that is known. */
  layouts: readonly unknown[]
}

/** A part of a document. */
export interface PartTask extends Read {
  /** What errors call the document, and its bytes, as far as they are there. */
  name: string
  content: SharedContent
  /** Where to look for its start, and for its end; then for its end again, so many bytes after that. */
  from: number
  to: number
  step: number
  /** How records are called. */
  names: readonly string[]
  around: Around
}

/** All of an input. */
export interface DocumentTask extends Read {
  input: string
}

/** What a thread says of what it reads. */
export type Said<E = End> = { part: number } & (
  | { said: 'block'; block: Block }
  | { said: 'ended'; block: Block | undefined; end: E }
  /** It has no start, what was read is at fault, or something else has to be looked at: another thread does that. */
  | { said: 'failed' }
)

/** Records as they are written, as lines where nothing else is known, one batch after the other. */
export interface Block {
  /** Which of those that are shared. */
  number: number
  /** The bytes of one that is not. */
  bytes?: Uint8Array
  batches: Batch[]
}

/** Records for an exit. */
export interface Batch {
  exit: number
  records: number
  from: number
  length: number
  /** What who writes the whole has to know of them. */
  found?: unknown
}

/** What came of a part, besides what it sends. */
export interface Result {
  /** What was gathered, by exit. */
  states: (unknown | undefined)[]
  findings: PartFindings
}

/** What is known of a part when it has ended. */
export interface PartFindings extends Findings, Tally {
  calls: CallState[]
}

/** Where a part ends, and what it says of the document. */
export interface PartPlace {
  at: number
  /** Whether that is the end of the document. */
  isLast: boolean
  /** Line ends in the part, and characters after the last one. */
  lines: number
  characters: number
  /** Bytes that entities have added. */
  expansion: number
  met?: MetRecords | undefined
  /** What stands around its end, if that is not what stands around its start. */
  around?: Around
}

/** How large a document was, as it was read, and as it is stored. */
export interface DocumentSize {
  bytes: number
  stored: number
}

export type PlaceOf<T extends Task> = T extends PartTask ? PartPlace : DocumentSize
export type End<T extends Task = Task> = Result & PlaceOf<T>
