// Provides what the tests of stages share: records go through a stage and come out as a list.

import { coroutine, type Receiver, type Target } from '../../src/core/coroutine.ts'
import type { Value } from '../../src/record/record.ts'
import type { Stage } from '../../src/stages/stage.ts'

/** Keeps the records it receives. */
export const gather: (records: Value[]) => Target<Value> = coroutine(function* (
  records: Value[],
): Receiver<Value> {
  while (true) records.push(yield)
})

/** What flags after a stage add: `['by', 'price']`. */
export type Said = [modifier: string, text: string]

/** The argument of a stage as its flag makes it, and those after it. */
export function argumentOf<Argument>(
  stage: Stage<Argument>,
  text: string,
  ...more: Said[]
): Argument {
  return more.reduce((argument, [name, said]) => {
    const modifier = stage.modifiers?.find((candidate) => candidate.name === name)
    if (!modifier) throw new Error(`${stage.name} takes no ${name}`)
    return modifier.add(argument, said)
  }, stage.parse(text))
}

/** A stage as its flag starts it, for a stage that opens no sink. */
export function started<Argument>(
  stage: Stage<Argument>,
  text: string,
  target: Target<Value>,
  ...more: Said[]
): Target<Value> {
  return stage.start(argumentOf(stage, text, ...more), target, noSink)
}

/** The records that come out when the stage gets frozen ones, until it is done, and is closed. */
export function through<Argument>(
  stage: Stage<Argument>,
  text: string,
  records: Value[],
  ...more: Said[]
): Value[] {
  const passed: Value[] = []
  const line = started(stage, text, gather(passed), ...more)
  for (const record of records) if (!line.send(frozen(record))) break
  line.close()
  return passed
}

export function frozen(record: Value): Value {
  if (typeof record === 'object' && record !== null) {
    for (const value of Object.values(record)) frozen(value)
    Object.freeze(record)
  }
  return record
}

function noSink(destination: string): Target<Value> {
  throw new Error(`opened ${destination}`)
}
