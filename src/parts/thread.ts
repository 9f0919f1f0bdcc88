// Provides a thread that reads parts.

import { Worker } from 'node:worker_threads'
import type { Shared } from './blocks.ts'
import type { Said, Setup, Task } from './messages.ts'

const YOUNG = 24 // MB for what is young: what a thread reads is in the memory of the kernel

/** Whoever reads parts. */
export interface Hired {
  /** Says, before the first part, what is to be done with each. */
  begin(setup: Setup): void
  read(task: Task): void
  end(): Promise<void>
}

/** What it says. */
export interface Heard {
  onReady(): void
  onSaid(said: Said): void
  /** It can do nothing more. */
  onGone(): void
}

export type Hire = (shared: Shared, heard: Heard) => Hired

export const hireThread: Hire = (shared, { onReady, onSaid, onGone }) => {
  const worker = new Worker(new URL('../../bin/thread.js', import.meta.url), {
    argv: ['worker/worker.cjs'],
    workerData: shared,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
  })
  worker.unref()
  worker.on('message', (said: Said | 'ready') => (said === 'ready' ? onReady() : onSaid(said)))
  worker.on('error', onGone)
  return {
    begin: (setup) => worker.postMessage(setup),
    read: (task) => worker.postMessage(task),
    async end() {
      await worker.terminate()
    },
  }
}
