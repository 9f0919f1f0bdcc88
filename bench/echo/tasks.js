// An echo server of tasks: one for each connection, on the scheduler of `cosax/task`.

import { accept, close, listen, newTask, receive, Scheduler, send } from '../../dist/task/index.js'
import { report } from './report.js'

function* echo(socket) {
  let bytes = yield* receive(socket)
  while (bytes) {
    yield* send(socket, bytes)
    bytes = yield* receive(socket)
  }
  yield* close(socket)
}

await new Scheduler().run(function* () {
  const server = yield* listen({ port: 0, host: '127.0.0.1', backlog: 1024 })
  report(server)
  while (true) yield* newTask(echo(yield* accept(server)), { detached: true })
})
