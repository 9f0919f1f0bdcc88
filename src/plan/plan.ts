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

export const STDIN = '-'
export const STDOUT = '-'
