// Provides a thread that reads parts.

import { MessageChannel, Worker } from 'node:worker_threads'
import type { Said, Setup, Start, Task } from './messages.ts'

const YOUNG = 24 // MB for what is young: what a thread reads is in the memory of the kernel

/** Whoever reads parts. */
export interface Hired {
  /** Says, before the first part, what is to be done with each. */
  begin(setup: Setup): void
  read(task: Task): void
  /** Takes back a block that it had sent. */
  giveBack(block: ArrayBuffer): void
  end(): Promise<void>
}

/** What it says. */
export interface Heard {
  onReady(): void
  onSaid(said: Said): void
  /** It can do nothing more. */
  onGone(): void
}

export type Hire = (start: Start, heard: Heard) => Hired

export const hireThread: Hire = (start, { onReady, onSaid, onGone }) => {
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(new URL('../../dist/worker/worker.js', import.meta.url), {
    workerData: { ...start, back: port2 },
    transferList: [port2],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
  })
  worker.unref()
  port1.unref()
  worker.on('message', (said: Said | 'ready') => (said === 'ready' ? onReady() : onSaid(said)))
  worker.on('error', onGone)
  return {
    begin: (setup) => worker.postMessage(setup),
    read: (task) => worker.postMessage(task),
    giveBack: (block) => port1.postMessage(block, [block]),
    async end() {
      port1.close()
      await worker.terminate()
    },
  }
}
