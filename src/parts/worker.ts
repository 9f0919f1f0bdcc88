// The thread that reads the parts of documents that it is given.

import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { useCompiled } from '../engine/wasm.ts'
import type { Shared } from './blocks.ts'
import type { Setup, Task } from './messages.ts'
import { PartReader } from './part-reader.ts'

const port = parentPort as MessagePort
const shared = workerData as Shared

port.once('message', ({ kernel, ...setup }: Setup) => {
  useCompiled(kernel)
  const reader = new PartReader({ ...setup, ...shared }, (said) => port.postMessage(said))
  port.on('message', (task: Task) => reader.read(task))
  port.postMessage('ready')
})
