// Has a plan run in a thread of its own that can be ended: a signal is not handled while a function or a regular
// expression of the user's is busy.

import { Worker } from 'node:worker_threads'
import { killAll } from '../process/running.ts'
import { type Kind, removeAll } from '../sinks/unfinished.ts'
import { ASK } from './progress.ts'
import type { Asked } from './run.ts'
import { PATIENCE, raise, SIGNALS } from './signals.ts'
import { ENOUGH } from './young-generation.ts'

/** What the thread says. */
export type Said =
  /** A file that is not finished, or is so no more. */
  | { path: string; kind?: Kind }
  /** A group of processes that was started, or is over. */
  | { group: number; isRunning: boolean }
  /** What it wants to die of, when it has tidied up. */
  | { signal: NodeJS.Signals }

const END = 200 // ms that a thread may take to be gone

export async function runGuarded({
  plan,
  needsRecords,
  progress,
  report,
  jobs,
  unordered,
  checkpoint,
  reads,
  isQuiet,
  part,
}: Asked): Promise<number> {
  const asked: Asked = {
    ...{ plan, needsRecords, progress, reads, isQuiet },
    ...(report && { report }),
    ...(jobs !== undefined && { jobs }),
    ...(unordered && { unordered }),
    ...(part && { part }),
    ...(checkpoint !== undefined && { checkpoint }),
  }
  const worker = new Worker(new URL('../../bin/thread.js', import.meta.url), {
    argv: ['bundle/guarded.cjs'],
    workerData: asked,
    trackUnmanagedFds: false, // standard input is not opened there, but closed
    resourceLimits: { maxYoungGenerationSizeMb: 3 * ENOUGH }, // with room for large objects
  })
  const unfinished = new Map<string, Kind>()
  const running = new Set<number>()
  let signalled: NodeJS.Signals | undefined
  let died: NodeJS.Signals | undefined

  async function end(signal: NodeJS.Signals): Promise<never> {
    // a thread that waits in a write without a reader never ends
    await Promise.race([worker.terminate(), new Promise((resolve) => setTimeout(resolve, END))])
    killAll(running)
    removeAll(unfinished)
    return raise(signal)
  }

  function onSignal(signal: NodeJS.Signals): void {
    if (signalled) {
      end(signal)
      return
    }
    signalled = signal
    worker.postMessage(signal)
    setTimeout(end, PATIENCE, signal)
  }

  for (const signal of SIGNALS) process.on(signal, onSignal)
  process.on(ASK, () => worker.postMessage(ASK))
  worker.on('message', (said: Said) => {
    if ('signal' in said) died = said.signal
    else if ('group' in said) running[said.isRunning ? 'add' : 'delete'](said.group)
    else if (said.kind) unfinished.set(said.path, said.kind)
    else unfinished.delete(said.path)
  })
  const code = await new Promise<number>((resolve, reject) => {
    worker.on('exit', resolve)
    worker.on('error', reject)
  })
  if (died) return end(died)
  if (signalled) await new Promise(() => {}) // until it is ended
  killAll(running)
  removeAll(unfinished)
  return code
}
