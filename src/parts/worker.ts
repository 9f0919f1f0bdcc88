// The thread that reads parts of documents as it is told.

import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { useCompiled } from '../engine/wasm.ts'
import type { Setup, Start, Task } from './messages.ts'
import { PartReader } from './part-reader.ts'

const port = parentPort as MessagePort
const { back, signals } = workerData as Start & { back: MessagePort }

port.once('message', ({ kernel, ...setup }: Setup) => {
  useCompiled(kernel)
  const reader = new PartReader(
    { ...setup, signals },
    (said, moved) => port.postMessage(said, moved),
    () => receiveMessageOnPort(back)?.message as ArrayBuffer | undefined,
  )
  port.on('message', (task: Task) => reader.read(task))
  port.postMessage('ready')
})
