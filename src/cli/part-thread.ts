// Runs the parts of a worker in a thread of their own: the lease of a part is kept while that is busy.

import { Worker } from 'node:worker_threads'
import { messageOf } from '../core/errors.ts'
import { PartError, type Ran, type Running, type RunPart } from '../jobs/run-part.ts'
import type { Plan } from '../plan/plan.ts'
import { addRunning, forgetRunning, killAll } from '../process/running.ts'
import { addUnfinished, forgetUnfinished, type Kind, removeAll } from '../sinks/unfinished.ts'
import type { Part } from '../split/part.ts'
import { DEFECT } from './exit.ts'
import type { Asked, Said } from './parted.ts'
import { ENOUGH } from './young-generation.ts'

const PATIENCE = 500 // ms that a run may take to end early, until the thread is ended
const LOST = 5 // the exit code of a part whose thread has ended

export class PartThread {
  #worker: Worker | undefined
  #hear: (said: Said) => void = () => {}
  #onEnd: (error: Error) => void = () => {}
  /** What the thread has made and not finished: it cannot remove that any more if it is ended. */
  readonly #unfinished = new Map<string, Kind>()
  readonly #running = new Set<number>()

  readonly run: RunPart = async (plan, part, running) => {
    try {
      return await this.#run(plan, part, running)
    } finally {
      this.#hear = () => {}
      this.#onEnd = () => {}
    }
  }

  async end(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
    this.#tidy()
  }

  #run(plan: Plan, part: Part, { signal, onStart, onWarning }: Running): Promise<Ran> {
    signal.throwIfAborted()
    this.#worker ??= this.#begin()
    const worker = this.#worker
    let bytes = 0
    onStart(() => bytes)
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        worker.postMessage('stop' satisfies Asked)
        setTimeout(() => {
          if (this.#onEnd === reject) this.end().then(() => reject(signal.reason)) // it is too busy to hear
        }, PATIENCE).unref()
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#onEnd = reject
      this.#hear = (said) => {
        if ('bytes' in said) bytes = said.bytes
        else if ('warning' in said) onWarning(said.warning)
        else if ('ran' in said || 'failure' in said) {
          signal.removeEventListener('abort', onAbort)
          if ('ran' in said) resolve(said.ran)
          else reject(new PartError(said.failure, said.code))
        }
      }
      worker.postMessage({ plan, part } satisfies Asked)
    })
  }

  #begin(): Worker {
    const worker = new Worker(new URL('../../bin/thread.js', import.meta.url), {
      argv: ['bundle/parted.cjs'],
      trackUnmanagedFds: false,
      resourceLimits: { maxYoungGenerationSizeMb: 3 * ENOUGH }, // with room for large objects
    })
    worker.on('message', (said: Said) => {
      if ('path' in said) this.#note(said)
      else if ('group' in said) this.#noteGroup(said)
      else this.#hear(said)
    })
    const onEnd = (fact: string) => {
      if (this.#worker === worker) this.#worker = undefined
      this.#tidy()
      this.#onEnd(new PartError(fact, LOST))
    }
    worker.on('error', (error) => onEnd(`its thread has failed: ${messageOf(error)}`))
    worker.on('exit', (code) => onEnd(`its thread has ended (${code || DEFECT})`))
    return worker
  }

  #note({ path, kind }: { path: string; kind?: Kind }): void {
    if (kind) {
      this.#unfinished.set(path, kind)
      addUnfinished(path, kind)
    } else {
      this.#unfinished.delete(path)
      forgetUnfinished(path)
    }
  }

  #noteGroup({ group, isRunning }: { group: number; isRunning: boolean }): void {
    this.#running[isRunning ? 'add' : 'delete'](group)
    if (isRunning) addRunning(group)
    else forgetRunning(group)
  }

  #tidy(): void {
    killAll(this.#running)
    for (const group of this.#running) forgetRunning(group)
    this.#running.clear()
    removeAll(this.#unfinished)
    for (const path of this.#unfinished.keys()) forgetUnfinished(path)
    this.#unfinished.clear()
  }
}
