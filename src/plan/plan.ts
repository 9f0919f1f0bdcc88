// Provides the plan: a pipeline as plain JSON, made by flags or by hand, printed by --explain.

import type { EntityPolicy } from '../dtd/outside.ts'
import type { EngineName } from '../engine/engine.ts'
import type { Limits } from '../engine/limits.ts'
import type { Mapping } from '../mapping/mapping.ts'
import type { Writing } from '../record/writing.ts'

/** What a stage needs, as its `parse` made it. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/** How a document is parsed. */
export interface Parsing {
  /** What parses it. */
  engine?: EngineName
  /** Whether what is not well-formed is repaired by guessing, which only the engine `sax` can. */
  lenient?: boolean
  /** What becomes of a reference to an entity that is declared outside the document; `keep` if not given. */
  entities?: EntityPolicy
  /** Files with declarations that count as each document's own: paths, read when the plan runs. */
  dtd?: string[]
  /** Whether an input is a row of documents, or of elements without a root around them. */
  fragments?: boolean
  /** The name of the encoding, where that is not left to the document. */
  encoding?: string
  /** Whether a colon in a name ends a prefix, which must be declared; true if not given. */
  namespaces?: boolean
  /** Other limits than the usual ones. */
  limits?: Partial<Limits>
}

export interface Plan extends Parsing {
  /** Paths, URLs, `ARCHIVE.zip:MEMBER`, `-` for standard input. Each is one document, unless there are fragments. */
  inputs: string[]
  /** Whether inputs are JSON lines, each of which is a record, and no XML. */
  records?: boolean
  /** Waits for more at the end of the input, a file, and for the file that takes its place. */
  follow?: boolean
  /** Ends when a stream has no more for its consumer, instead of waiting for more. */
  untilDrained?: boolean
  /** Seconds without a byte after which a server has failed. */
  timeout?: number
  /** A record pattern; every child of the root if not given, and with fragments every root. */
  record?: string
  /** The field that receives the name of the record's element. */
  withName?: string
  /** The field that receives where the record is from: its input, its number there, its offset in bytes. */
  withSource?: string
  /** What becomes of a record that is at fault; `stop` if not given. */
  onError?: 'stop' | 'skip' | Quarantine
  /** How many faults are left out before one ends the run; any number if not given. */
  maxErrors?: number
  /** How an element becomes a record, where not as usual. */
  mapping?: Mapping
  pipeline: Pipeline
}

/** Where the records that are at fault go, as JSON lines: a path, or `-` for standard output. */
export interface Quarantine {
  quarantine: string
}

/**
 * Stages in order, then where their records go: to destinations (paths, `-` for standard output) and into
 * branches, each of which receives every record. With neither, records go to standard output.
 */
export interface Pipeline {
  stages: PlannedStage[]
  to?: string[]
  /** How these destinations are written, where not as JSON lines or as their names end. */
  writing?: Writing
  branches?: Pipeline[]
}

export interface PlannedStage {
  /** The name of the stage, as its flag. */
  stage: string
  argument: Json
}

/** Where the records of a pipeline go after its stages, branches aside. */
export function destinationsOf({ to = [], branches = [] }: Pipeline): string[] {
  return to.length + branches.length > 0 ? to : [STDOUT]
}

export const STDIN = '-'
export const STDOUT = '-'
