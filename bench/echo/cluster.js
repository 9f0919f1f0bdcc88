// An echo server of plain callbacks in a process for each core, which share one address.

import cluster from 'node:cluster'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { echo } from './echo.js'
import { used } from './report.js'

if (cluster.isPrimary) {
  const workers = Array.from({ length: availableParallelism() }, () => cluster.fork())
  const addresses = await Promise.all(workers.map((worker) => once(worker, 'listening')))
  process.on('message', async () => {
    const answers = workers.map(async (worker) => {
      worker.send('used')
      return (await once(worker, 'message'))[0]
    })
    const all = [used(), ...(await Promise.all(answers))]
    const sum = (name) => all.reduce((total, each) => total + each[name], 0)
    process.send({ cpu: sum('cpu'), memory: sum('memory') })
  })
  process.on('disconnect', () => process.exit()) // and the workers with it
  process.send({ port: addresses[0][0].port })
} else {
  const server = createServer({ allowHalfOpen: true }, echo)
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 })
  process.on('message', () => process.send(used()))
}
