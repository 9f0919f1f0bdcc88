// Provides the bridges with a stage of fixtures/stages at their far end, each under its name.

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { hostStage, sendTo, subprocess, type Target, threaded, type Value } from 'cosax'

type Open = (stage: string, target: Target<Value>) => Promise<Target<Value>>

export const FAR_ENDS: [name: string, open: Open][] = [
  ['a thread', async (stage, target) => threaded(pathOf(stage), target)],
  [
    'a process',
    async (stage, target) => {
      const command = [process.execPath, 'fixtures/stages/host.mjs', pathOf(stage)]
      return subprocess(command, target, { framed: true })
    },
  ],
  [
    'a connection',
    async (stage, target) => {
      const { default: hosted } = await import(`../../fixtures/stages/${stage}.mjs`)
      const [near, far] = await connected()
      hostStage(hosted, far).catch(() => {}) // the near end hears of it
      return sendTo(near, target)
    },
  ],
]

function pathOf(stage: string): string {
  return `fixtures/stages/${stage}.mjs`
}

/** Two sockets that are connected. */
export async function connected(): Promise<[near: Socket, far: Socket]> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [far] = await once(server, 'connection')
  server.close()
  return [near, far]
}
