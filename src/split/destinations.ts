// Finds all that a plan writes, and gives it other names.

import { destinationsOf, type Pipeline, type Plan } from '../plan/plan.ts'
import type { Writing } from '../record/writing.ts'

/** A destination as the plan names it. */
export interface Written {
  destination: string
  writing?: Writing
  /** Whether a stage writes there, on the way. */
  isTee?: true
}

/** Where records go. */
export function writtenBy({ stages, branches = [], ...pipeline }: Pipeline): Written[] {
  const { writing } = pipeline
  return [
    ...stages
      .filter(({ stage }) => stage === 'tee')
      .map(({ argument }) => ({ destination: String(argument), isTee: true as const })),
    ...destinationsOf({ stages, branches, ...pipeline }).map((destination) => ({
      destination,
      ...(writing && { writing }),
    })),
    ...branches.flatMap(writtenBy),
  ]
}

/** The same plan with other destinations, that of what is left out too. */
export function renamed(plan: Plan, name: (destination: string) => string): Plan {
  const { onError } = plan
  return {
    ...plan,
    pipeline: renamedIn(plan.pipeline, name),
    ...(typeof onError === 'object' && { onError: { quarantine: name(onError.quarantine) } }),
  }
}

function renamedIn(pipeline: Pipeline, name: (destination: string) => string): Pipeline {
  const { stages, to, branches } = pipeline
  return {
    ...pipeline,
    stages: stages.map((planned) =>
      planned.stage === 'tee' ? { ...planned, argument: name(String(planned.argument)) } : planned,
    ),
    ...(to && { to: to.map(name) }),
    ...(branches && { branches: branches.map((branch) => renamedIn(branch, name)) }),
  }
}
