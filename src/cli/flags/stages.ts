// Turns the stages into flags, one each and one for each word that says more of a stage.

import { STAGES } from '../../plan/stages.ts'
import type { Flag } from './flag.ts'

const GROUP = 'Stages, in the order given'

const stages: readonly Flag[] = STAGES.map(
  ({ name, argument, summary, details, example, isRare }) => ({
    names: [`--${name}`],
    ...(argument !== undefined && { argument }),
    group: GROUP,
    summary,
    ...(details !== undefined && { details }),
    example,
    ...(isRare && { isRare }),
    isOrdered: true,
    add: (request, text) => request.addStage(name, text),
  }),
)

/** A name once, though several stages know it. */
const modifiers: readonly Flag[] = [
  ...new Map(
    STAGES.flatMap((stage) => stage.modifiers ?? []).map((modifier) => [modifier.name, modifier]),
  ).values(),
].map(({ name, argument, summary, details, example }) => ({
  names: [`--${name}`],
  ...(argument !== undefined && { argument }),
  group: GROUP,
  summary,
  ...(details !== undefined && { details }),
  example,
  isOrdered: true,
  add: (request, text) => request.addModifier(name, text),
}))

export const STAGE_FLAGS: readonly Flag[] = [
  ...stages,
  ...modifiers,
  {
    names: ['--branch'],
    group: GROUP,
    summary: 'start a branch: each receives every record from before the first',
    details:
      'What stands before the first --branch is the trunk. A branch ends in its --to, or in stdout, which the ' +
      'branches share.',
    example: '--branch --filter route=22 --to 22.jsonl --branch --count-by route',
    isOrdered: true,
    add: (request) => request.addBranch(),
  },
]
