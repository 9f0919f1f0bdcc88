// The thread that reads parts of documents as it is told.

import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { useCompiled } from '../engine/wasm.ts'
import type { Said, Setup, Task } from './messages.ts'
import { PartReader } from './part-reader.ts'

const port = parentPort as MessagePort
const setup = workerData as Setup

useCompiled(setup.kernel)
const reader = new PartReader(setup, (said: Said) => port.postMessage(said))
port.on('message', (task: Task) => reader.read(task))
port.postMessage('ready')
