// Provides what stands in a checkpoint: plain data, from which another run goes on with a job.

import type { Inside } from '../engine/part.ts'
import type { CallState } from '../expression/calls.ts'
import type { Around } from '../parts/around.ts'
import type { Findings } from '../plan/ends.ts'
import type { Plan } from '../plan/plan.ts'
import type { Report } from '../plan/report.ts'
import type { Appearing } from '../sinks/keeping.ts'
import type { Identity } from '../sources/identity.ts'
import type { Owner } from './owner.ts'

export interface Checkpoint {
  /** What the output depends on. */
  job: Job
  /** Who wrote it. */
  owner: Owner
  /** How far the job is. */
  done: Progress | Written
}

export interface Job {
  /** The version of cosax. */
  version: string
  /** The folder that names of files begin in. */
  folder: string
  plan: Plan
  /** By name: inputs, and files of declarations. */
  files: [name: string, identity: Identity | null][]
}

/** Records are still read. */
export interface Progress {
  phase: 'reading'
  place: Place
  report: ReportState
  findings: Findings
  calls: CallState[]
  /** What stages and the like hold, as the platform writes it, in base64. */
  held: string
  /** By place. */
  sinks: [place: string, state: unknown][]
}

/** All is written and safe; some of the files may have their names already. */
export interface Written {
  phase: 'written'
  report: ReportState
  written: number
  files: Appearing
}

/** Where the reading is. */
export interface Place {
  /** The number of the input, from 0. */
  input: number
  /** Where in it; at its start if not given. */
  inside?: PlaceInside
}

export interface PlaceInside extends Omit<Inside, 'around'> {
  around: Around
}

export interface ReportState
  extends Omit<Report, 'seen' | 'parts' | 'fruitless' | 'steps' | 'written'> {
  seen: [name: string, times: number][]
  /** Of those at fault, how many were records. */
  badRecords: number
}
