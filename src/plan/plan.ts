// Provides the plan: a pipeline as plain JSON, made by flags or by hand, printed by --explain.

import type { Limits } from '../xml/limits.ts'

/** What a stage needs, as its `parse` made it. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

export interface Plan {
  /** Paths, `-` for standard input. Each is one document. */
  inputs: string[]
  /** A record pattern; every child of the root if not given. */
  record?: string
  /** The field that receives the name of the record's element. */
  withName?: string
  /** Other limits than the usual ones. */
  limits?: Partial<Limits>
  /** What reads the XML; the kernel if not given. */
  engine?: 'kernel' | 'sax'
  /** Whether broken documents are repaired, which only the sax engine does. */
  lenient?: boolean
  pipeline: Pipeline
}

/**
 * Stages in order, then where their records go: to destinations (paths, `-` for standard output) and into
 * branches, each of which receives every record. With neither, records go to standard output.
 */
export interface Pipeline {
  stages: PlannedStage[]
  to?: string[]
  branches?: Pipeline[]
}

export interface PlannedStage {
  /** The name of the stage, as its flag. */
  stage: string
  argument: Json
}

/** Where the records of a pipeline go behind its stages, branches aside. */
export function destinationsOf({ to = [], branches = [] }: Pipeline): string[] {
  return to.length + branches.length > 0 ? to : [STDOUT]
}

export const STDIN = '-'
export const STDOUT = '-'
