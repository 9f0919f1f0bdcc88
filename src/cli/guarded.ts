// The thread in which a plan runs that can be ended: receives signals, and reports files that are not finished.

import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { watchRunning } from '../process/running.ts'
import { watchUnfinished } from '../sinks/unfinished.ts'
import type { Said } from './guard.ts'
import { type Asked, runPlan } from './run.ts'
import { Interrupted } from './signals.ts'

const port = parentPort as MessagePort
const say = (said: Said) => port.postMessage(said)

port.on('message', (signal: NodeJS.Signals) => process.emit(signal, signal))
port.unref()
watchUnfinished((path, kind) => say({ path, ...(kind && { kind }) }))
watchRunning((group, isRunning) => say({ group, isRunning }))
perform(workerData as Asked).then((code) => {
  process.exitCode = code
})

async function perform(asked: Asked): Promise<number | undefined> {
  try {
    return await runPlan(asked)
  } catch (error) {
    if (error instanceof Interrupted) say({ signal: error.signal })
    else {
      const { reportFailure } = await import('./diagnostics.ts')
      return reportFailure(error)
    }
  }
}
