// Turns a plan into a text that a person reads: one line a step, branches drawn as a tree.

import { EVERY_CHILD } from '../xml/pattern.ts'
import { type Pipeline, type Plan, STDOUT } from './plan.ts'
import { stageNamed } from './stages.ts'

const WIDTH = 56 // of a step, its memory stands behind it

/** A plan as lines of text. */
export function explain({ inputs, record, withName, maxDepth, pipeline }: Plan): string {
  const names = inputs.map((input) => (input === STDOUT ? 'stdin' : input)).join(', ')
  const pattern = record ?? `${EVERY_CHILD} (every child of the root)`
  return [
    `read ${names}`,
    step(
      `parse with sax${maxDepth === undefined ? '' : `, at most ${maxDepth} levels`}`,
      'one chunk',
    ),
    step(
      `records ${pattern}${withName === undefined ? '' : `, their names in ${withName}`}`,
      'one record',
    ),
    ...lines(pipeline),
  ].join('\n')
}

function lines({ stages, to = [], branches = [] }: Pipeline): string[] {
  const ends = [...to.map((destination) => [write(destination)]), ...branches.map(lines)]
  const [end = [write(STDOUT)], ...others] = ends
  return [
    ...stages.map(({ stage: name, argument }) => {
      const stage = stageNamed(name)
      return step(`${name} ${stage.describe(argument)}`.trimEnd(), stage.memory)
    }),
    ...(others.length === 0
      ? end
      : ends.flatMap((branch, i) => drawn(branch, i === ends.length - 1))),
  ]
}

function drawn([first = '', ...rest]: string[], isLast: boolean): string[] {
  return [
    `${isLast ? '└─' : '├─'} ${first}`,
    ...rest.map((line) => `${isLast ? '  ' : '│ '} ${line}`),
  ]
}

function write(destination: string): string {
  return `write JSON lines to ${destination === STDOUT ? 'stdout' : destination}`
}

function step(what: string, memory: string): string {
  return `${what.padEnd(WIDTH)}  ${memory}`
}
