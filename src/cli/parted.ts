// The thread in which a worker's parts are run, so that the worker answers whatever they take: runs one after the other, and
// reports how far it is, files that are not finished, and programs that run.

import { type MessagePort, parentPort } from 'node:worker_threads'
import { messageOf, UsageError } from '../core/errors.ts'
import type { Ran } from '../jobs/run-part.ts'
import type { Plan } from '../plan/plan.ts'
import { watchRunning } from '../process/running.ts'
import { type Kind, watchUnfinished } from '../sinks/unfinished.ts'
import type { Part } from '../split/part.ts'
import { runPart } from '../split/run-part.ts'
import { DEFECT, exitCodeOf } from './exit.ts'

/** What the thread is asked for: to run a part, or to end the run early. */
export type Asked = { plan: Plan; part: Part } | 'stop'

/** What it says. */
export type Said =
  | { bytes: number }
  | { warning: string }
  | { ran: Ran }
  | { failure: string; code: number }
  /** A file that is not finished, or is so no more. */
  | { path: string; kind?: Kind }
  /** A group of processes that was started, or is over. */
  | { group: number; isRunning: boolean }

const OFTEN = 500 // ms between two reports of how far it is

const port = parentPort as MessagePort
const say = (said: Said) => port.postMessage(said)
let controller = new AbortController()

watchUnfinished((path, kind) => say({ path, ...(kind && { kind }) }))
watchRunning((group, isRunning) => say({ group, isRunning }))
port.on('message', (asked: Asked) => {
  if (asked === 'stop') controller.abort(new Error('stopped'))
  else run(asked)
})

async function run({ plan, part }: Exclude<Asked, 'stop'>): Promise<void> {
  controller = new AbortController()
  const { signal } = controller
  let timer: NodeJS.Timeout | undefined
  try {
    const { records, written } = await runPart(plan, part, {
      signal,
      onWarning: (warning) => say({ warning }),
      onStart(look) {
        timer = setInterval(() => say({ bytes: look().bytes }), OFTEN)
      },
    })
    say({ ran: { records, written } })
  } catch (error) {
    const failure = error instanceof UsageError ? error.fact : messageOf(error)
    say({ failure, code: exitCodeOf(error) ?? DEFECT })
  } finally {
    clearInterval(timer)
  }
}
