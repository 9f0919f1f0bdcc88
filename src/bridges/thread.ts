// The thread that `threaded` starts: runs the stage of a module.

import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { host } from './host.ts'
import { type Port, PortChannel } from './port-channel.ts'
import { stageIn } from './stage-in.ts'
import type { ThreadData } from './threaded.ts'

const port = parentPort as MessagePort
const { module, longest } = workerData as ThreadData
const channel = new PortChannel({
  name: 'sender',
  port: port as Port,
  close: () => port.close(),
})
// what fails is said to the other end
await host(channel, await stageIn(module), longest).catch(() => {})
