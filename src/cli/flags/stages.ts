// Turns the stages into flags, one each and one for each word that says more of a stage.

import { STAGES } from '../../plan/stages.ts'
import type { Flag } from './flag.ts'

const GROUP = 'Stages, in the order given'

type Words = Pick<Flag, 'argument' | 'takesDash' | 'summary' | 'details' | 'example'>

function flagOf(name: string, words: Words, add: Flag['add']): Flag {
  const { argument, takesDash, summary, details, example } = words
  return {
    names: [`--${name}`],
    ...(argument !== undefined && { argument }),
    ...(takesDash && { takesDash }),
    group: GROUP,
    summary,
    ...(details !== undefined && { details }),
    ...(example !== undefined && { example }),
    isOrdered: true,
    add,
  }
}

/** The flag of each stage, followed by those that say more about it; a name that several stages know stands at the first. */
const flags: readonly Flag[] = STAGES.flatMap((stage) => [
  flagOf(stage.name, stage, (request, text) => request.addStage(stage.name, text)),
  ...(stage.modifiers ?? [])
    .filter(
      ({ name }) =>
        stage === STAGES.find(({ modifiers }) => modifiers?.some((each) => each.name === name)),
    )
    .map((modifier) =>
      flagOf(modifier.name, modifier, (request, text) => request.addModifier(modifier.name, text)),
    ),
])

export const STAGE_FLAGS: readonly Flag[] = [
  ...flags,
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
