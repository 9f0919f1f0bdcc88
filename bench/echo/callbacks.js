// An echo server of plain callbacks on `node:net`.

import { createServer } from 'node:net'
import { echo } from './echo.js'
import { report } from './report.js'

const server = createServer({ allowHalfOpen: true }, echo)
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => report(server))
