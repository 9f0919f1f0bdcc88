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

/** A stage as its flag starts it, for a stage that opens no sink. */
export function started<Argument>(
  stage: Stage<Argument>,
  text: string,
  target: Target<Value>,
): Target<Value> {
  return stage.start(stage.parse(text), target, noSink)
}

/** The records that come out when the stage gets frozen ones, until it is done, and is closed. */
export function through<Argument>(stage: Stage<Argument>, text: string, records: Value[]): Value[] {
  const passed: Value[] = []
  const line = started(stage, text, gather(passed))
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
