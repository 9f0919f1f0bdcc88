// Provides a reference interpreter of programs: runs them on records, in plain code.

import { coroutine, type Receiver, type Target } from '../../src/core/coroutine.ts'
import { compilePredicate, numberOf } from '../../src/expression/predicate.ts'
import { type Column, RECORDS, type TestStep } from '../../src/expression/program.ts'
import type { Lowered } from '../../src/plan/lower.ts'
import { wire } from '../../src/plan/wire.ts'
import { anyValue, valuesAt } from '../../src/record/field.ts'
import { type Dictionary, set, textOf, type Value } from '../../src/record/record.ts'
import type { OpenSink } from '../../src/stages/stage.ts'

/**
 * Runs a lowered pipeline and answers how many of the records it took before it was done. Lines are held back
 * for so many records, as the kernel does for a chunk.
 */
export function interpret(
  { program: { steps }, exits }: Lowered,
  records: Value[],
  open: OpenSink,
  batch: number,
): number {
  const targets = exits.map((exit) => {
    if ('destination' in exit) return open(exit.destination)
    if (exit.form !== 'count') return wire(exit.pipeline, open)
    const stages = [{ stage: 'count', argument: null }, ...exit.pipeline.stages]
    return wire({ ...exit.pipeline, stages }, open)
  })
  // exits end in their order, and a sink that several of them share with the last
  const all = held(targets)
  const waiting: [Target<Value>, Value][] = []
  const passed = steps.map(() => 0)

  const isDone = (index: number): boolean => {
    const step = steps[index]
    if (step && 'exit' in step) return targets[step.exit]?.done ?? true
    if (step?.do === 'head' && (passed[index] as number) >= step.count) return true
    return steps.every(({ after }, i) => after !== index || isDone(i))
  }

  /** Runs what comes after a step; `shown` is what the steps before it have made of the record. */
  const run = (index: number, record: Value, shown: Value): void => {
    for (const [i, step] of steps.entries()) {
      if (step.after !== index) continue
      const before = passed[i] as number
      switch (step.do) {
        case 'test':
          if (holds(step, record)) run(i, record, shown)
          break
        case 'ask':
          if (step.condition(selected(step.columns, record))) run(i, record, shown)
          break
        case 'select':
          run(i, record, selected(step.columns, record))
          break
        case 'edit':
          run(i, record, step.apply(record))
          break
        case 'skip':
          passed[i] = before + 1
          if (before >= step.count) run(i, record, shown)
          break
        case 'head':
          passed[i] = before + 1
          if (before < step.count) run(i, record, shown)
          break
        case 'lines':
          waiting.push([targets[step.exit] as Target<Value>, shown])
          break
        default:
          targets[step.exit]?.send(shown)
      }
    }
  }

  let taken = 0
  for (const record of records) {
    if (isDone(RECORDS)) break
    run(RECORDS, record, record)
    taken++
    if (taken % batch === 0) flush(waiting)
  }
  flush(waiting)
  all.close()
  return taken
}

const held = coroutine(function* (_: Target<Value>[]): Receiver<never> {
  yield
})

function flush(waiting: [Target<Value>, Value][]): void {
  for (const [target, value] of waiting.splice(0)) target.send(value)
}

function selected(columns: Column[], record: Value): Dictionary {
  const selection: Dictionary = {}
  for (const { name, field } of columns) {
    const values = valuesAt(record, field)
    if (values.length === 1) set(selection, name, values[0] as Value)
    if (values.length > 1) set(selection, name, values)
  }
  return selection
}

function holds({ field, operator, value }: TestStep, record: Value): boolean {
  if (operator !== '==' && operator !== '!==') {
    return compilePredicate({ field, operator, value })(record)
  }
  const isWanted = operator === '=='
  return anyValue(
    record,
    field,
    (found) => (numberOf(textOf(found)) === numberOf(value)) === isWanted,
  )
}
