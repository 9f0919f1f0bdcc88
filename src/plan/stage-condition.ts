// Makes of a stage that passes on records as they came, or not, a function that answers which.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Calls } from '../expression/calls.ts'
import { type AskStep, columnsOf, fieldsRead } from '../expression/program.ts'
import type { Value } from '../record/record.ts'
import type { OpenSink, StageStep } from '../stages/stage.ts'
import type { PlannedStage } from './plan.ts'
import { stageNamed } from './stages.ts'

/** The stage as one question about the fields that its steps read. */
export function conditionOf(
  { stage, argument }: PlannedStage,
  steps: readonly StageStep[],
  calls?: Calls,
): AskStep {
  let isPassed = false
  const probe = coroutine(function* (): Receiver<Value> {
    while (true) {
      yield
      isPassed = true
    }
  })
  let target: Target<Value> | undefined
  return {
    do: 'ask',
    columns: columnsOf(steps.flatMap(fieldsRead)),
    condition(record) {
      isPassed = false
      target ??= stageNamed(stage).start(argument, probe(), NO_SINK, calls)
      target.send(record)
      return isPassed
    },
  }
}

const NO_SINK: OpenSink = (destination) => {
  throw new Error(`a condition opens no ${destination}`)
}
