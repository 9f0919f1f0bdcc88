// Turns a plan into a text that a person reads: one line a step, what it holds, where it runs; branches as a tree.

import { printable } from '../core/printable.ts'
import { engineFor } from '../engine/engine.ts'
import { everyRecord } from '../engine/pattern.ts'
import { fieldsTaken } from '../expression/program.ts'
import { mappingRoute } from '../mapping/mapping-route.ts'
import { NO_FIELD } from '../record/provenance.ts'
import { formatOfDestination, wordsFor } from '../sinks/destination-format.ts'
import { withoutSecrets } from '../sources/without-secrets.ts'
import type { StageStep } from '../stages/stage.ts'
import { checkPlan } from './check-plan.ts'
import { describeMapping } from './describe-mapping.ts'
import { withElementNames } from './element-names.ts'
import { lineFrontFor } from './line-front.ts'
import { lower } from './lower.ts'
import { withPlaces } from './places.ts'
import { destinationsOf, type Pipeline, type Plan, type PlannedStage, STDIN } from './plan.ts'
import { type Front, frontFor, NOTHING } from './pushdown.ts'
import { sinkNamed } from './reached.ts'
import { stageNamed } from './stages.ts'
import { table } from './table.ts'

export interface PlanLine {
  kind: 'read' | 'parse' | 'records' | 'bad records' | 'mapping' | 'stage' | 'sink'
  what: string
  /** The stage that it is about, and the one from which it receives records; the first receive all. */
  stage?: PlannedStage
  from?: PlannedStage
  /** The destination that it is about. */
  destination?: string
  /** How much it holds. */
  memory?: string
  /** Where it runs. */
  place?: string
}

const IN_KERNEL = 'in the kernel'
const IN_JAVASCRIPT = 'in JavaScript'
const IN_PROCESS = 'in a process'

/**
 * A plan as lines of text: what reads, parses, and writes, step by step, what each holds in memory and where it runs.
 * Nothing is opened.
 *
 * @throws UsageError for a plan that cannot be understood.
 *
 * @example
 * ```js
 * import { explain } from 'cosax'
 *
 * const pipeline = { stages: [{ stage: 'head', argument: 5 }], to: ['five.csv'] }
 * console.log(explain({ inputs: ['buses.xml'], record: 'bus', pipeline }))
 * ```
 * ```text
 * read buses.xml
 * parse with kernel      one chunk            in the kernel
 * records bus            one record           in the kernel
 * head 5                 O(1)                 in the kernel
 * write CSV to five.csv  up to 1,000 records  in the kernel
 * fields  all
 * memory  the same for inputs of any size
 * ```
 */
export function explain(asked: Plan): string {
  checkPlan(asked)
  const plan = withPlaces(withElementNames(asked))
  const lines = linesOfPlan(plan)
  const rows = lines.map(({ what, memory = '', place = '' }) => [what, memory, place])
  return `${table(rows)}\n${fieldsNeeded(plan)}\n${memoryNeeded(lines)}`
}

/** What of a record becomes a value; the rest is only checked. */
function fieldsNeeded(plan: Plan): string {
  const { pipeline } = plan
  if (plan.records) return 'fields  all'
  const from = mappingRoute(plan)
  const program = () => lower(pipeline, sinkNamed, frontFor(plan, from === 'record')).program
  const fields = from === 'events' ? undefined : fieldsTaken(program())
  if (fields === undefined) return 'fields  all'
  return `fields  ${[...fields].map(printable).join(', ') || 'none'}`
}

function memoryNeeded(lines: PlanLine[]): string {
  const growing = lines.filter(({ stage, memory }) => stage && memory !== 'O(1)')
  const stages = growing.map(({ stage, memory }) => `${stage?.stage}: ${memory}`)
  if (stages.length === 0) return 'memory  the same for inputs of any size'
  return `memory  grows with ${[...new Set(stages)].join(', ')}`
}

/** The lines before they are text: reading, parsing and collecting come first. */
export function linesOfPlan(plan: Plan): PlanLine[] {
  const { inputs } = plan
  const names = inputs
    .map((input) => (input === STDIN ? 'stdin' : withoutSecrets(input)))
    .join(', ')
  const rest = plan.records ? linesOfRecords(plan) : linesOfXml(plan)
  return [{ kind: 'read', what: `read ${names}` }, ...rest]
}

/** Those of JSON lines. */
function linesOfRecords(plan: Plan): PlanLine[] {
  const { withSource, pipeline } = plan
  const front = lineFrontFor(plan)
  const origin = originOf(withSource)
  return [
    { kind: 'parse', what: 'find lines of JSON', memory: 'one chunk', place: IN_KERNEL },
    {
      kind: 'records',
      what: `records, one a line${origin}`,
      memory: 'one record',
      place: IN_JAVASCRIPT,
    },
    ...leftOut(plan),
    ...linesOf(pipeline, front, kernelSinks(pipeline, front)).map(onLines),
  ]
}

/** Where a step on lines runs: JavaScript moves them, without a look at what is in them. */
function onLines(line: PlanLine): PlanLine {
  return line.place === IN_KERNEL ? { ...line, place: 'on lines as they came' } : line
}

function linesOfXml(plan: Plan): PlanLine[] {
  const { record, withName, withSource, limits, pipeline, mapping } = plan
  const every = plan.fragments ? 'every root' : 'every child of the root'
  const pattern = record ?? `${everyRecord(plan.fragments)} (${every})`
  const depth = limits?.depth === undefined ? '' : `, at most ${limits.depth} levels`
  const field = withName === undefined ? '' : `, their names in ${withName}`
  const origin = originOf(withSource)
  const engine = engineFor(plan)
  const declarations = plan.dtd === undefined ? '' : `, declarations of ${plan.dtd.join(', ')}`
  const place = engine === 'kernel' ? IN_KERNEL : IN_JAVASCRIPT
  const from = mappingRoute(plan)
  const isDirect = from !== 'events'
  const front = frontFor(plan, from === 'record')
  const words = describeMapping(mapping ?? {})
  return [
    {
      kind: 'parse',
      what: `parse with ${engine}${depth}${declarations}`,
      memory: 'one chunk',
      place,
    },
    {
      kind: 'records',
      what: `records ${pattern}${field}${origin}`,
      memory: 'one record',
      place: isDirect ? place : IN_JAVASCRIPT,
    },
    ...leftOut(plan),
    ...(words === ''
      ? []
      : [
          {
            kind: 'mapping' as const,
            what: `map ${words}`,
            memory: 'one record',
            place: from === 'kernel' ? IN_KERNEL : IN_JAVASCRIPT,
          },
        ]),
    ...(engine === 'kernel' && isDirect
      ? linesOf(pipeline, front, kernelSinks(pipeline, front))
      : linesOf(pipeline, NOTHING, new Set())),
  ]
}

function originOf(field: string | undefined): string {
  return field === undefined || field === NO_FIELD ? '' : `, where they are from in ${field}`
}

function leftOut({ onError = 'stop', maxErrors }: Plan): PlanLine[] {
  if (onError === 'stop') return []
  const most = maxErrors === undefined ? '' : `, at most ${maxErrors} faults`
  const to = onError === 'skip' ? '' : `, write them to ${withoutSecrets(onError.quarantine)}`
  return [
    {
      kind: 'bad records',
      what: `leave out bad records${most}${to}`,
      memory: 'one record',
      place: IN_JAVASCRIPT,
    },
  ]
}

/** The sinks that receive lines from the kernel. */
function kernelSinks(pipeline: Pipeline, front: Front): Set<string> {
  const { exits } = lower(pipeline, sinkNamed, front)
  return new Set(
    exits.flatMap((exit) => ('destination' in exit ? sinkNamed(exit.destination) : [])),
  )
}

function linesOf(
  pipeline: Pipeline,
  front: Front,
  sinks: Set<string>,
  from?: PlannedStage,
): PlanLine[] {
  const { stages, branches = [] } = pipeline
  const steps = stages.map((stage, i): PlanLine => {
    const { stage: name, argument } = stage
    const { describe, memory, runs } = stageNamed(name)
    const before = stages[i - 1] ?? from
    return {
      kind: 'stage',
      stage,
      ...(before && { from: before }),
      what: `${name} ${describe(argument)}`.trimEnd(),
      memory,
      place: runs ? IN_PROCESS : placeOf(front, i, sinks),
    }
  })
  const last = stages.at(-1) ?? from
  const source = last && { from: last }
  const ends = [
    ...destinationsOf(pipeline).map((destination) => [
      { ...write(destination, pipeline, front, sinks), ...source },
    ]),
    ...branches.map((branch, i) => linesOf(branch, front.branches[i] ?? NOTHING, sinks, last)),
  ]
  if (ends.length === 1) return [...steps, ...ends.flat()]
  return [...steps, ...ends.flatMap((lines, i) => drawn(lines, i === ends.length - 1))]
}

function write(
  destination: string,
  { stages, writing }: Pipeline,
  { leaves, stages: lowered }: Front,
  sinks: Set<string>,
): PlanLine {
  const areAllLowered = leaves === 'lines' && lowered.length === stages.length
  const isDirect = areAllLowered && sinks.has(sinkNamed(destination))
  const { format, takesLines } = formatOfDestination(destination, writing)
  return {
    kind: 'sink',
    destination,
    what: `write ${wordsFor(destination, writing)}`,
    ...(!(takesLines && format.memory === 'O(1)') && { memory: format.memory }),
    place: isDirect ? IN_KERNEL : IN_JAVASCRIPT,
  }
}

/** Where the stage of this index runs, and what it is given if that is not the whole record. */
function placeOf({ stages, narrowing, rows }: Front, index: number, sinks: Set<string>): string {
  const steps = stages[index]
  const run = index - stages.length
  if (rows && run >= 0 && run < rows.asks.length) {
    const isPartly = run === 0 && narrowing.length > 0
    const place = inJavaScript([{ do: 'select', columns: rows.given[run] ?? [] }])
    return isPartly ? `partly ${place}` : place
  }
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

function drawn(lines: PlanLine[], isLast: boolean): PlanLine[] {
  const [corner, edge] = isLast ? ['└─', '  '] : ['├─', '│ ']
  return lines.map((line, i) => ({ ...line, what: `${i === 0 ? corner : edge} ${line.what}` }))
}
