// Fast clients of `bench/serve.js`, in a process of their own: each sends a whole file and reads what comes back.

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

const [{ port, path, clients }] = await once(process, 'message')
const PIECE = 64 * 1024
const document = readFileSync(path)

async function stream() {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let bytes = 0
  socket.on('data', (some) => {
    bytes += some.length
  })
  const ended = once(socket, 'end')
  await once(socket, 'connect')
  for (let at = 0; at < document.length; at += PIECE) {
    if (!socket.write(document.subarray(at, at + PIECE))) await once(socket, 'drain')
  }
  socket.end()
  await ended
  return bytes
}

process.on('disconnect', () => process.exit())
const began = performance.now()
const bytes = await Promise.all(Array.from({ length: clients }, stream))
process.send({ bytes, seconds: (performance.now() - began) / 1000 })
process.disconnect()
