// Provides the server: clients come by TCP or HTTP, and each has a task with its own pipeline.

import { createServer as createHttpServer, Server as HttpServer } from 'node:http'
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { InputError, messageOf } from '../core/errors.ts'
import { COMPACT, useKernel } from '../engine/wasm.ts'
import { checkPlan } from '../plan/check-plan.ts'
import { withElementNames } from '../plan/element-names.ts'
import type { Plan } from '../plan/plan.ts'
import {
  close,
  listen,
  newTask,
  type Routine,
  Scheduler,
  type SystemCall,
  sleep,
  systemCall,
} from '../task/index.ts'
import { answerFormat } from './answer-format.ts'
import { Clients } from './clients.ts'
import { Counts } from './counts.ts'
import { httpHandler } from './http.ts'
import type { ServeLimits } from './limits.ts'
import { Session } from './session.ts'
import { SharedSinks } from './shared-sinks.ts'
import type { FailureStatus } from './status.ts'
import { Statuses } from './statuses.ts'
import { acceptAll } from './tcp.ts'

export interface Address {
  host: string
  port: number
}

export interface ServeOptions {
  plan: Plan
  tcp: readonly Address[]
  http: readonly Address[]
  limits: ServeLimits
  /** Seconds that clients have to end when the server closes. */
  grace: number
  /** In PEM. */
  tls?: { key: Buffer; cert: Buffer }
  token?: string
  planOfQuery?: (query: URLSearchParams) => Plan
  onListening: (urls: string[]) => void
  onFailure: (failure: FailureStatus) => void
  onWarning: (message: string) => void
  /** Has the server close. */
  signal: AbortSignal
}

const LOOK = 1000 // ms between two looks at limits
const BACKLOG = 4096 // clients that the system holds until they are accepted
const SOON = 20 // ms between two looks at whether all have ended

/**
 * Serves until the signal, and then until the clients that were there have ended or `grace` is over.
 *
 * @throws UsageError, OutputError when a sink that all share fails, or what the platform says of an address.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { signal, limits, onFailure, onWarning } = options
  checkPlan(options.plan)
  const plan = withElementNames(options.plan)
  useKernel(COMPACT)
  const stop = new AbortController()
  signal.addEventListener('abort', () => stop.abort(), { once: true })
  const scheduler = new Scheduler({ onError: (error) => onWarning(messageOf(error)) })
  const shared = new SharedSinks(plan, () => stop.abort(), onWarning)
  const counts = new Counts(plan)
  const clients = new Clients({ plan, scheduler, shared, counts, limits, onFailure, onWarning })
  const statuses = new Statuses({ scheduler, clients, counts, shared })
  try {
    await rehearse(plan, shared)
    const connections = new Set<Socket>()
    const serving = { ...options, plan, clients, statuses, stop: stop.signal, connections }
    await scheduler.run(serveAll(serving))
    await shared.gate.whenOpen() // throws what made a sink fail
    await shared.finish()
  } catch (error) {
    await shared.abandon(error)
    throw error
  }
}

/** Makes a pipeline once, for what is wrong with it to be found before a client comes; sinks that all share are open then. */
async function rehearse(plan: Plan, shared: SharedSinks): Promise<void> {
  const session = await Session.begin({
    plan,
    name: 'nobody',
    openShared: (destination, writing) => shared.open(destination, writing),
    onWarning() {},
  })
  session.release()
  await shared.load()
}

interface Serving extends ServeOptions {
  clients: Clients
  statuses: Statuses
  stop: AbortSignal
  /** Also those whose TLS is not agreed yet, and those that have asked for nothing. */
  connections: Set<Socket>
}

function* serveAll(serving: Serving): Routine<void> {
  const { plan, clients, statuses, grace, stop } = serving
  const isJsonLines = answerFormat(plan.pipeline) === 'jsonl'
  const servers: Server[] = []
  try {
    for (const address of serving.tcp) {
      const server = yield* listenOn(address, tcpServer(serving), serving.connections)
      servers.push(server)
      statuses.listening.push(urlOf(server, serving.tls ? 'tls' : 'tcp'))
      const accepting = acceptAll(server, isJsonLines, (conversation) =>
        clients.admit(conversation),
      )
      yield* newTask(accepting, { detached: true })
    }
    for (const address of serving.http) {
      const server = yield* listenOn(address, httpServer(serving), serving.connections)
      servers.push(server)
      statuses.listening.push(urlOf(server, serving.tls ? 'https' : 'http'))
    }
    serving.onListening(statuses.listening)
    while (!stop.aborted) {
      yield* sleepUntil(stop, LOOK)
      clients.inspect()
      statuses.sample()
    }
  } finally {
    for (const server of servers) {
      yield* close(server)
      if (isHttp(server)) server.closeIdleConnections()
    }
    clients.close()
    for (let waited = 0; clients.all.length > 0 && waited < 1000 * grace; waited += SOON) {
      yield* sleep(SOON)
    }
    clients.break()
    while (clients.all.length > 0) yield* sleep(SOON)
    statuses.end()
    for (const socket of serving.connections) socket.destroy()
  }
}

function* listenOn(
  { host, port }: Address,
  server: Server,
  connections: Set<Socket>,
): Routine<Server> {
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  try {
    return yield* listen({ host, port, backlog: BACKLOG }, server)
  } catch (error) {
    // its message ends with the address: `listen EADDRINUSE: address already in use 127.0.0.1:80`
    const reason = messageOf(error).replace(/^listen [A-Z]+: (.*) \S+$/, '$1')
    throw new InputError(`${host}:${port}: ${reason}`)
  }
}

/** Sleeps, but not beyond the signal. */
function sleepUntil(signal: AbortSignal, ms: number): SystemCall {
  return systemCall('sleep', (task) => {
    const leave = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', wake)
    }
    const wake = () => {
      leave()
      wait.resume()
    }
    const timer = setTimeout(wake, ms)
    signal.addEventListener('abort', wake)
    const wait = task.wait(leave)
  })
}

function isHttp(server: Server): server is HttpServer | HttpsServer {
  return server instanceof HttpServer || server instanceof HttpsServer
}

function tcpServer({ tls, limits }: Serving): Server {
  const options = { allowHalfOpen: true, handshakeTimeout: 1000 * limits.idleSeconds, ...tls }
  return tls ? createTlsServer(options) : createTcpServer(options)
}

function httpServer(serving: Serving): Server {
  const { plan, clients, statuses, token, planOfQuery, tls, limits } = serving
  const handler = httpHandler({
    plan,
    ...(token !== undefined && { token }),
    ...(planOfQuery && { planOfQuery }),
    admit: (conversation, own) => clients.admit(conversation, own),
    status: () => statuses.now(),
    watch: (response) => statuses.watch(response),
  })
  const server = tls ? createHttpsServer(tls, handler) : createHttpServer(handler)
  server.requestTimeout = 0 // a body may take as long as `limits` says
  server.maxConnections = limits.clients + 64 // and those who look at the page
  return server
}

function urlOf(server: Server, protocol: string): string {
  const { address, port, family } = server.address() as AddressInfo
  return `${protocol}://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
