// Provides the bridges that are tested, each with the same stage at its far end.

import { createServer, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import * as cosax from 'cosax'
import type { Target } from '../../src/core/coroutine.ts'
import type { Value } from '../../src/record/record.ts'

/** A stage of fixtures/stages, elsewhere. */
export interface FarStage {
  name: string
  open(stage: string, target: Target<Value>): Target<Value>
}

export const FAR_STAGES: FarStage[] = [
  { name: 'a thread', open: (stage, target) => cosax.threaded(path(stage), target) },
  {
    name: 'a process',
    open: (stage, target) => {
      const command = [process.execPath, 'fixtures/stages/host.mjs', path(stage)]
      return cosax.subprocess(command, target, { framed: true })
    },
  },
  {
    name: 'a connection',
    open(stage, target) {
      const [near, far] = connection()
      import(new URL(`../../${path(stage)}`, import.meta.url).href).then((module) =>
        cosax.hostStage(module.default, far).catch(() => {}),
      )
      return cosax.sendTo(near, target)
    },
  },
]

function path(stage: string): string {
  return `fixtures/stages/${stage}.mjs`
}

/** Two streams, each of which reads what is written to the other. */
export function connection(): [Duplex, Duplex] {
  const ends: [Duplex, Duplex] = [end(() => ends[1]), end(() => ends[0])]
  return ends
}

function end(other: () => Duplex): Duplex {
  let waiting: (() => void) | undefined
  const duplex = new Duplex({
    read() {
      waiting?.()
      waiting = undefined
    },
    write(bytes, _, done) {
      const peer = other()
      if (peer.destroyed) done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
      else if (peer.push(bytes)) done()
      else Object.assign(peer, { whenRead: done })
    },
    final(done) {
      other().push(null)
      done()
    },
    destroy(error, done) {
      const peer = other()
      if (!peer.readableEnded && !peer.destroyed) peer.push(null)
      done(error)
    },
  })
  Object.defineProperty(duplex, 'whenRead', { set: (done) => (waiting = done) })
  return duplex
}

/** A socket, and the one that has accepted it. */
export async function sockets(): Promise<[Socket, Socket]> {
  const { connect } = await import('node:net')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve))
  const near = connect((server.address() as { port: number }).port, '127.0.0.1')
  const far = await accepted
  server.close()
  return [near, far]
}
