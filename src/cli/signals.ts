// Turns SIGINT, SIGTERM and SIGHUP into an orderly end: files are removed, commands ended, stdout gets its last lines.

import { killRunning } from '../process/running.ts'
import { removeUnfinished } from '../sinks/unfinished.ts'

export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
export const PATIENCE = 1000 // ms that a stalled reader of stdout may take

/** Why a run ended: the signal, which the process then dies of, as a shell expects. */
export class Interrupted extends Error {
  readonly signal: NodeJS.Signals

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`)
    this.signal = signal
  }

  raise(): never {
    return raise(this.signal)
  }
}

/** Runs a job that a first signal asks to end and a second one ends. */
export async function untilInterrupted<T>(job: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const onSignal = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) raise(signal)
    setTimeout(() => raise(signal), PATIENCE).unref()
    controller.abort(new Interrupted(signal))
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  try {
    return await job(controller.signal)
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}

/** Ends the process as the signal does where it is not handled. */
export function raise(signal: NodeJS.Signals): never {
  killRunning()
  removeUnfinished()
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
  throw new Error('a signal with its default action ends the process')
}
