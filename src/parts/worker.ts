// The thread that reads parts of documents as it is told.

import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { useCompiled } from '../engine/wasm.ts'
import type { Setup, Task } from './messages.ts'
import { PartReader } from './part-reader.ts'

const port = parentPort as MessagePort
const { back, ...setup } = workerData as Setup & { back: MessagePort }

useCompiled(setup.kernel)
const reader = new PartReader(
  setup,
  (said, moved) => port.postMessage(said, moved),
  () => receiveMessageOnPort(back)?.message as ArrayBuffer | undefined,
)
port.on('message', (task: Task) => reader.read(task))
port.postMessage('ready')
