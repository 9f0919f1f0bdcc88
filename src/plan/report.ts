// Provides what is asked of a run beside its plan, and what it reports in the end.

import type { BadRecord } from '../engine/bad-record.ts'
import type { FruitlessCall } from '../expression/calls.ts'
import type { Measured } from './meter.ts'
import type { Progress } from './progress.ts'

export interface Report {
  /** Bytes read from the inputs. */
  bytes: number
  /** Records found in them. */
  records: number
  /** Records written by all sinks together. */
  written: number
  /** Faults left out: bad records, and what was wrong between two. */
  bad: number
  /** Inputs that could not be read to their end and were left there, as the plan says. */
  unread: number
  /** Inputs of which the rest was left out because of a fault that could not be passed, as the plan says. */
  malformed: number
  /** When there was no record: the names of the elements met, and how often. */
  seen: Map<string, number>
  /** Where several threads have read: parts that others than the first one have, and those of them that had to be read again. */
  parts?: { read: number; again: number }
  /** Calls of functions that had no value for any record, though they were given one. */
  fruitless?: FruitlessCall[]
  /** What was measured of each step, if that was asked for. */
  steps?: Measured[]
}

export interface RunOptions {
  /** Ends the run early, as a failure with the signal's reason. */
  signal?: AbortSignal
  /** Called with what was left out of the records, once for each kind and document. */
  onWarning?: (message: string) => void
  /** Called with what was left out because of a fault, where the plan says to leave it out. */
  onBadRecord?: (bad: BadRecord) => void
  /** Given, before the first input is opened, what answers at any time how far the run is. */
  onStart?: (look: () => Progress) => void
  /** Files that were read for the plan, as a list of its inputs: nothing is written to them either. */
  reads?: readonly (string | number)[]
  /** Given the first bytes of the first input, which are overwritten later. */
  onBeginning?: (bytes: Uint8Array) => void
  /** Whether the report has every step; that takes time of its own. */
  measure?: boolean
}
