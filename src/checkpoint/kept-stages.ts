// Starts stages so that what they hold from one record to the next can be kept, and says of which ones it cannot.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Keep } from '../core/kept.ts'
import type { PlannedStage } from '../plan/plan.ts'
import { stageNamed } from '../plan/stages.ts'
import { type StartStage, startStage } from '../plan/wire.ts'
import type { Value } from '../record/record.ts'
import { type Gathering, gathered } from '../stages/gathering.ts'

/** Those that are the same as a stage with a smaller number, when so many records have come. */
const COUNTED = new Set(['head', 'skip'])

/** Why an interrupted run cannot be gone on with after this stage, if it cannot. */
export function whyNotKept({ stage, argument }: PlannedStage): string | undefined {
  const parts = stageNamed(stage).parts(argument)
  if (parts === 'alone' || COUNTED.has(stage)) return undefined
  if (stage === 'pipe') return 'a command cannot be gone on with'
  if (stage === 'map-js') return 'a function may remember what no checkpoint can know'
  const holds = 'what it holds of the records so far would be lost'
  if (typeof parts !== 'object') return holds
  return parts.whole().state ? undefined : holds
}

/** `restored` answers what the next one has held, in the order in which they are started. */
export function keptStages(keep: Keep): StartStage {
  return (planned, target, open, wiring) => {
    const { stage, argument } = planned
    const parts = stageNamed(stage).parts(argument)
    if (COUNTED.has(stage)) {
      const held = { came: 0 }
      keep({ state: () => held.came, restore: (came: number) => (held.came = came) })
      const rest = { stage, argument: Math.max(0, Number(argument) - held.came) }
      return counted(held, startStage(rest, target, open, wiring))
    }
    if (typeof parts !== 'object') return startStage(planned, target, open, wiring)
    const whole = (parts as Gathering).whole(wiring.calls)
    const { state } = whole
    if (state) keep({ state: () => state.call(whole), restore: (held) => whole.merge(held) })
    return gathered(whole, target)
  }
}

const counted = coroutine(function* (
  held: { came: number },
  target: Target<Value>,
): Receiver<Value> {
  while (true) {
    const record = yield
    held.came++
    if (!target.send(record)) return
  }
})
