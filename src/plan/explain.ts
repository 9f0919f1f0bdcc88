// Turns a plan into a text that a person reads: one line a step, what it holds, where it runs; branches as a tree.

import { printable } from '../core/printable.ts'
import { isUsual, type Mapping, readsEvents } from '../record/mapping.ts'
import type { StageStep } from '../stages/stage.ts'
import { EVERY_CHILD } from '../xml/pattern.ts'
import { describeMapping } from './describe-mapping.ts'
import { type Front, frontOf, NOTHING } from './front.ts'
import { lower, sinkNamed } from './lower.ts'
import { destinationsOf, type Pipeline, type Plan, STDIN, STDOUT } from './plan.ts'
import { stageNamed } from './stages.ts'
import { type IsUntouched, untouchedBy } from './untouched.ts'

interface Line {
  what: string
  /** How much it holds. */
  memory?: string
  /** Where it runs. */
  place?: string
}

const IN_KERNEL = 'in the kernel'
const IN_JAVASCRIPT = 'in JavaScript'

/** A wider step moves its own columns, not those of the others. */
const WIDEST = 60

/** A plan as lines of text. */
export function explain(plan: Plan): string {
  const { inputs, record, withName, limits, pipeline, mapping } = plan
  const names = inputs.map((input) => (input === STDIN ? 'stdin' : input)).join(', ')
  const pattern = record ?? `${EVERY_CHILD} (every child of the root)`
  const depth = limits?.depth === undefined ? '' : `, at most ${limits.depth} levels`
  const field = withName === undefined ? '' : `, their names in ${withName}`
  const engine = plan.lenient ? 'sax' : (plan.engine ?? 'kernel')
  const place = engine === 'kernel' ? IN_KERNEL : IN_JAVASCRIPT
  const isMapped = !isUsual(mapping)
  const isDirect = !(mapping && readsEvents(mapping))
  const untouched = isMapped ? untouchedBy(mapping, withName) : undefined
  return table([
    { what: `read ${names}` },
    { what: `parse with ${engine}${depth}`, memory: 'one chunk', place },
    {
      what: `records ${pattern}${field}`,
      memory: 'one record',
      place: isDirect ? place : IN_JAVASCRIPT,
    },
    ...(isMapped ? [mappingLine(mapping)] : []),
    ...(engine === 'kernel' && isDirect
      ? linesOf(pipeline, frontOf(pipeline, untouched), kernelSinks(pipeline, untouched))
      : linesOf(pipeline, NOTHING, new Set())),
  ])
}

/** The sinks that receive lines from the kernel. */
function kernelSinks(pipeline: Pipeline, untouched: IsUntouched | undefined): Set<string> {
  const { exits } = lower(pipeline, sinkNamed, untouched)
  return new Set(
    exits.flatMap((exit) => (exit.form === 'lines' ? sinkNamed(exit.destination) : [])),
  )
}

function mappingLine(mapping: Mapping = {}): Line {
  return { what: `map ${describeMapping(mapping)}`, memory: 'one record', place: IN_JAVASCRIPT }
}

function linesOf(pipeline: Pipeline, front: Front, sinks: Set<string>): Line[] {
  const { stages, branches = [] } = pipeline
  const steps = stages.map(({ stage: name, argument }, i): Line => {
    const { describe, memory } = stageNamed(name)
    return {
      what: `${name} ${describe(argument)}`.trimEnd(),
      memory,
      place: placeOf(front, i, sinks),
    }
  })
  const ends = [
    ...destinationsOf(pipeline).map((destination) => [write(destination, front, sinks)]),
    ...branches.map((branch, i) => linesOf(branch, front.branches[i] ?? NOTHING, sinks)),
  ]
  if (ends.length === 1) return [...steps, ...ends.flat()]
  return [...steps, ...ends.flatMap((lines, i) => drawn(lines, i === ends.length - 1))]
}

function write(destination: string, { leaves }: Front, sinks: Set<string>): Line {
  const isDirect = leaves === 'lines' && sinks.has(sinkNamed(destination))
  return {
    what: `write JSON lines to ${destination === STDOUT ? 'stdout' : destination}`,
    place: isDirect ? IN_KERNEL : IN_JAVASCRIPT,
  }
}

/** Where the stage of this index runs, and what it is given if that is not the whole record. */
function placeOf({ stages, narrowing }: Front, index: number, sinks: Set<string>): string {
  const steps = stages[index]
  if (!steps) return inJavaScript(index === stages.length ? narrowing : [])
  const outside = steps.filter(
    (step) => step.do === 'ask' || (step.do === 'lines' && !sinks.has(sinkNamed(step.destination))),
  )
  if (outside.length === 0) return IN_KERNEL
  return outside.length < steps.length ? `partly ${inJavaScript(outside)}` : inJavaScript(outside)
}

function inJavaScript(steps: StageStep[]): string {
  const columns = steps.flatMap((step) => ('columns' in step ? step.columns : []))
  const names = new Set(columns.map(({ name }) => name))
  return names.size === 0 ? IN_JAVASCRIPT : `${IN_JAVASCRIPT}, given ${[...names].join(', ')}`
}

function drawn(lines: Line[], isLast: boolean): Line[] {
  const [corner, edge] = isLast ? ['└─', '  '] : ['├─', '│ ']
  return lines.map((line, i) => ({ ...line, what: `${i === 0 ? corner : edge} ${line.what}` }))
}

function table(lines: Line[]): string {
  const rows = lines.map(({ what, memory = '', place = '' }) =>
    [what, memory, place].map(printable),
  )
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  const widths = [Math.min(width(0), WIDEST), width(1)]
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
