// Turns a plan into a text that a person reads: one line a step, branches drawn as a tree.

import { printable } from '../core/printable.ts'
import { EVERY_CHILD } from '../xml/pattern.ts'
import { type Pipeline, type Plan, STDIN, STDOUT } from './plan.ts'
import { stageNamed } from './stages.ts'

interface Line {
  what: string
  /** How much it holds. */
  memory?: string
}

/** A plan as lines of text. */
export function explain({ inputs, record, withName, limits, pipeline }: Plan): string {
  const names = inputs.map((input) => (input === STDIN ? 'stdin' : input)).join(', ')
  const pattern = record ?? `${EVERY_CHILD} (every child of the root)`
  const depth = limits?.depth === undefined ? '' : `, at most ${limits.depth} levels`
  const field = withName === undefined ? '' : `, their names in ${withName}`
  const lines: Line[] = [
    { what: `read ${names}` },
    { what: `parse with sax${depth}`, memory: 'one chunk' },
    { what: `records ${pattern}${field}`, memory: 'one record' },
    ...linesOf(pipeline),
  ]
  for (const line of lines) line.what = printable(line.what)
  const width = Math.max(...lines.map(({ what }) => what.length))
  return lines
    .map(({ what, memory = '' }) => `${what.padEnd(width)}  ${memory}`.trimEnd())
    .join('\n')
}

function linesOf({ stages, to = [], branches = [] }: Pipeline): Line[] {
  const ends = [...to.map((destination) => [write(destination)]), ...branches.map(linesOf)]
  const [end = [write(STDOUT)], ...others] = ends
  return [
    ...stages.map(({ stage: name, argument }) => {
      const { describe, memory } = stageNamed(name)
      return { what: `${name} ${describe(argument)}`.trimEnd(), memory }
    }),
    ...(others.length === 0
      ? end
      : ends.flatMap((lines, i) => drawn(lines, i === ends.length - 1))),
  ]
}

function drawn(lines: Line[], isLast: boolean): Line[] {
  const [corner, edge] = isLast ? ['└─', '  '] : ['├─', '│ ']
  return lines.map((line, i) => ({ ...line, what: `${i === 0 ? corner : edge} ${line.what}` }))
}

function write(destination: string): Line {
  return { what: `write JSON lines to ${destination === STDOUT ? 'stdout' : destination}` }
}
