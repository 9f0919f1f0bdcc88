// Connects to a server, in the first of the ways that works.

import type { Writable } from 'node:stream'
import { OutputError } from '../core/errors.ts'
import type { Settings } from './address.ts'
import { isOfServer, wordsOf } from './fault.ts'
import { type Server, serverOf } from './server.ts'

/** What of a client is used here. */
export interface Client {
  query<Row>(statement: string, values?: unknown[]): Promise<{ command: string; rows: Row[] }>
  /** Begins what sends and receives itself. */
  query<Task extends { submit(connection: never): void }>(task: Task): Task
  on(event: 'error', hear: (error: Error) => void): unknown
  on(event: 'end', hear: () => void): unknown
  end(): Promise<void>
  readonly connection: { stream: Writable }
}

const NO_TLS = 'The server does not support SSL connections'
const WANTED = 'the server asks for a password: PGPASSWORD or ~/.pgpass gives one'

/** @throws OutputError with what is wrong; `name` is what that calls the server. */
export async function connect(settings: Settings, name: string): Promise<Client> {
  const server = serverOf(settings)
  let failure: unknown
  for (const tls of server.tls) {
    try {
      return await connectOnce(server, tls)
    } catch (error) {
      failure ??= error
      if (isOfServer(error) || !isOfTls(error)) {
        failure = error
        break
      }
    }
  }
  throw new OutputError(`${name}: ${ofConnecting(failure, server)}`)
}

/** Whether the next way may work. */
function isOfTls(error: unknown): boolean {
  const { message, code = '' } = error as NodeJS.ErrnoException
  return message === NO_TLS || /^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(code)
}

async function connectOnce(server: Server, tls: Server['tls'][number]): Promise<Client> {
  const { default: pg } = await import('pg')
  const { host, port, user, database, password, patience, application } = server
  const client = new pg.Client({
    ...{ host, port, user, database, ssl: tls },
    // it asks for one only where the server does; without a function it would look for it elsewhere
    password() {
      if (password === undefined) throw new Error(WANTED)
      return password
    },
    application_name: application,
    connectionTimeoutMillis: patience,
    keepAlive: true,
  })
  client.on('error', () => {}) // whoever waits for an answer gets it
  try {
    await client.connect()
    return client as unknown as Client
  } catch (error) {
    client.end().catch(() => {})
    throw error
  }
}

function ofConnecting(error: unknown, { host, port }: Server): string {
  const { message, code } = error as NodeJS.ErrnoException
  const place = host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host}:${port}`
  if (isOfServer(error) || message === WANTED) return wordsOf(error)
  if (message === NO_TLS) return `${place}: the server has no TLS: sslmode=disable goes without`
  if (code === 'ENOENT') return `${place}: no server listens there`
  if (message === 'timeout expired') return `${place}: no answer`
  return `${place}: ${wordsOf(error)}`
}
