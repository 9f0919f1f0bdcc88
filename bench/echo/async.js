// An echo server on `node:net` with an asynchronous function for each connection.

import { once } from 'node:events'
import { createServer } from 'node:net'
import { report } from './report.js'

async function echo(socket) {
  try {
    for await (const bytes of socket) if (!socket.write(bytes)) await once(socket, 'drain')
    socket.end()
  } catch {} // the far end has gone
}

const server = createServer({ allowHalfOpen: true }, echo)
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => report(server))
