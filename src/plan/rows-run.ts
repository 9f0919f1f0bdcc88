// Wires the stages that take rows, up to where these become lines, or records.

import { broadcast } from '../core/broadcast.ts'
import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { AskStep } from '../expression/program.ts'
import type { SometimesArrays } from '../mapping/sometimes-array.ts'
import { Lines, recordsIn, type Writable } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { Rows } from '../record/rows.ts'
import { keep } from '../stages/keep.ts'
import type { LineOptions } from './ends.ts'
import type { RowsExit } from './lower.ts'
import { destinationsOf, type Pipeline } from './plan.ts'
import { asItsFormat, type TakesLines } from './reached.ts'
import { stageNamed } from './stages.ts'
import { startStage, wire } from './wire.ts'

/** `say` has lines and records say what is around them; `arrays` looks at those that are left by conditions, if they are whole. */
export function wireRows(
  { pipeline, rows: { asks, areLines, branches } }: Omit<RowsExit, 'form'>,
  options: LineOptions,
  say: <T>(target: Target<T>) => Target<T>,
  arrays?: SometimesArrays,
): Target<never> {
  if (branches) {
    const { branches: pipelines = [] } = pipeline
    const ways = branches.map((rows, i) => ({ pipeline: pipelines[i] as Pipeline, rows }))
    return broadcast(ways.map((way) => wireRows(way, options, say, arrays)))
  }
  const { openSink, takesLines = asItsFormat, meter, start = startStage } = options
  const rest = { ...pipeline, stages: pipeline.stages.slice(asks.length) }
  const after = say(wire(rest, openSink, options)) as Target<Writable>
  let target: Target<never> = areLines ? unrolled(after, areLinesTaken(rest, takesLines)) : after
  const watchedFrom = asks.findIndex((conditions) => conditions.length === 0)
  if (arrays && watchedFrom < 0) target = watched(arrays, target)
  for (let i = asks.length - 1; i >= 0; i--) {
    const planned = pipeline.stages[i]
    if (!planned) continue
    const conditions = asks[i] ?? []
    const next = (meter ? meter.outOf(planned, target as Target<Value>) : target) as Target<Value>
    const stage =
      conditions.length > 0 ? keepAsked(conditions, next) : start(planned, next, openSink, options)
    target = meter ? meter.into(planned, stage) : stage
    if (arrays && i === watchedFrom) target = watched(arrays, target)
  }
  return target
}

/** Whether all that comes first takes lines. */
export function areLinesTaken(pipeline: Pipeline, takesLines: TakesLines = asItsFormat): boolean {
  const [first] = pipeline.stages
  if (first) return stageNamed(first.stage).takesLines === true
  const { branches = [], writing } = pipeline
  const destinations = destinationsOf(pipeline)
  return branches.length === 0 && destinations.every((each) => takesLines(each, writing))
}

function keepAsked(asks: AskStep[], target: Target<Value>): Target<Value> {
  const names = new Set(asks.flatMap(({ columns }) => columns.map(({ name }) => name)))
  const fields = [...names].map((name) => [name])
  const holds = (record: Value) => asks.every(({ condition }) => condition(record))
  return keep(holds, fields, target, 'the same')
}

/** Sends the lines of rows, or their records. */
const unrolled: (target: Target<Writable>, takesLines: boolean) => Target<never> = coroutine(
  function* (target: Target<Writable>, takesLines: boolean): Receiver<Writable | Rows> {
    let goesOn = true
    while (goesOn) {
      const item = yield
      const lines = item instanceof Rows ? new Lines(item.lines, item.records) : item
      if (!(lines instanceof Lines) || takesLines) goesOn = target.send(lines)
      else {
        for (const record of recordsIn(lines)) {
          goesOn = target.send(record)
          if (!goesOn) break
        }
      }
    }
  },
) as (target: Target<Writable>, takesLines: boolean) => Target<never>

const watched: (arrays: SometimesArrays, target: Target<never>) => Target<never> = coroutine(
  function* (arrays: SometimesArrays, target: Target<Rows>): Receiver<Rows> {
    let goesOn = true
    while (goesOn) {
      const rows = yield
      arrays.lines(rows.lines)
      goesOn = target.send(rows)
    }
  },
) as (arrays: SometimesArrays, target: Target<never>) => Target<never>
