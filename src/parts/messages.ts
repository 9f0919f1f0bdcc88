// Provides what the threads of a run in parts say to each other: plain data.

import type { Plan } from '../plan/plan.ts'
import type { Around } from './around.ts'
import type { PartFindings } from './joined-line.ts'
import type { Seam } from './seam.ts'

/** What a thread has to know before the first part. */
export interface Setup {
  plan: Plan
  seam: Seam
  /** The compiled kernel. */
  kernel: object
}

/** A part to be read. */
export interface Task {
  /** Its number, in the order of the document. */
  part: number
  /** What errors call the document; the open file, and its bytes. */
  name: string
  descriptor: number
  size: number
  /** Where to look for its start, and for its end; then for its end again, so many bytes after that. */
  from: number
  to: number
  step: number
  /** How records are called. */
  names: readonly string[]
  around: Around
}

/** What a thread says of a part. */
export type Said = { part: number } & (
  | { said: 'block'; block: Block }
  | { said: 'ended'; block: Block | undefined; end: End }
  /** It has no start, what was read is at fault, or something else has to be looked at. */
  | { said: 'failed' }
)

/** Records as lines, one batch after the other. */
export interface Block {
  /** Which of those that are shared. */
  number: number
  /** The bytes of one that is not. */
  bytes?: Uint8Array
  batches: Batch[]
}

/** Lines for an exit. */
export interface Batch {
  exit: number
  records: number
  from: number
  length: number
}

export interface End {
  /** Where the part ends. */
  at: number
  /** Whether that is the end of the document. */
  isLast: boolean
  /** Line ends in the part, and characters after the last one. */
  lines: number
  characters: number
  /** Bytes that entities have added. */
  expansion: number
  /** What stands around its end, if that is not what stands around its start. */
  around?: Around
  /** What was gathered, by exit. */
  states: (unknown | undefined)[]
  findings: PartFindings
}
