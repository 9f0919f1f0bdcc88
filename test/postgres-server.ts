// Provides a server of PostgreSQL for tests: on loopback, in a temporary folder, gone when they are over.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'
import { eventually } from './eventually.ts'

const DEBIAN = '/usr/lib/postgresql'

/** The folder of its programs: they are not on the path where several versions may be installed. */
const PROGRAMS = programs()

/** On a machine without a server the tests are skipped; in CI they fail. */
export function withPostgres(title: string, tests: (server: PostgresServer) => void): void {
  const skips = !process.env.CI && PROGRAMS === undefined
  const name = `${title}${skips ? ' (PostgreSQL is not installed)' : ''}`
  describe.skipIf(skips)(name, () => {
    const server = new PostgresServer()
    beforeAll(() => server.begin())
    afterAll(() => server.stop())
    tests(server)
  })
}

export class PostgresServer {
  folder = ''
  port = 0
  #process: ChildProcess | undefined
  #client: pg.Client | undefined
  readonly #user: { uid?: number; gid?: number } = ownUser()

  /** The user postgres is trusted; every other one needs a password. */
  async begin(): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), 'cosax-postgres-'))
    const { uid, gid } = this.#user
    if (uid !== undefined && gid !== undefined) chownSync(this.folder, uid, gid)
    const how = ['-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-sync']
    const made = spawnSync(this.#program('initdb'), ['-D', this.#data, ...how], this.#spawning)
    if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
    writeFileSync(
      join(this.#data, 'pg_hba.conf'),
      ['local', 'host']
        .flatMap((kind) => {
          const from = kind === 'host' ? ' 127.0.0.1/32' : ''
          return [`${kind} all postgres${from} trust\n`, `${kind} all all${from} scram-sha-256\n`]
        })
        .join(''),
    )
    appendFileSync(
      join(this.#data, 'postgresql.conf'),
      `listen_addresses = '127.0.0.1'\nunix_socket_directories = '${this.folder}'\nfsync = off\nshared_buffers = 16MB\nmax_connections = 20\n`,
    )
    this.port = await freePort()
    await this.start()
  }

  async start(): Promise<void> {
    const argumentList = ['-D', this.#data, '-p', String(this.port)]
    this.#process = spawn(this.#program('postgres'), argumentList, {
      ...this.#spawning,
      stdio: 'ignore',
    })
    await eventually(async () => {
      const client = this.client()
      try {
        await client.connect()
      } finally {
        await client.end()
      }
    })
  }

  /** Ends it in the midst of what it does, as `pg_ctl -m immediate` or a crash would. */
  async crash(signal: 'SIGQUIT' | 'SIGKILL' = 'SIGQUIT'): Promise<void> {
    this.#client = undefined
    const ended = this.#process && once(this.#process, 'exit')
    this.#process?.kill(signal)
    await ended
  }

  async stop(): Promise<void> {
    await this.#client?.end().catch(() => {})
    await this.crash()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** The address of a table, as the user postgres. */
  to(table: string, more = ''): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres?table=${encodeURIComponent(table)}${more}`
  }

  client(settings: pg.ClientConfig = {}): pg.Client {
    const client = new pg.Client({
      host: '127.0.0.1',
      port: this.port,
      user: 'postgres',
      database: 'postgres',
      ...settings,
    })
    client.on('error', () => {})
    return client
  }

  /** What a statement, or the last of several, answers. */
  async ask(statement: string): Promise<Record<string, unknown>[]> {
    if (!this.#client) {
      this.#client = this.client()
      await this.#client.connect()
    }
    const answer: unknown = await this.#client.query(statement)
    const last = (Array.isArray(answer) ? answer.at(-1) : answer) as pg.QueryResult
    return last.rows
  }

  /** Names and types of the columns of a table; none if there is no table. */
  async columns(table: string): Promise<string[]> {
    const rows = await this.ask(
      `SELECT quote_ident(attname) || ' ' || format_type(atttypid, atttypmod) AS each FROM pg_attribute
       WHERE attrelid = to_regclass('${table}') AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    )
    return rows.map(({ each }) => String(each))
  }

  get #data(): string {
    return join(this.folder, 'data')
  }

  get #spawning() {
    return { cwd: this.folder, env: { PATH: process.env.PATH, LC_ALL: 'C' }, ...this.#user }
  }

  #program(name: string): string {
    return PROGRAMS === undefined ? name : join(PROGRAMS, name)
  }
}

function programs(): string | undefined {
  try {
    const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))
    if (versions[0] !== undefined) return join(DEBIAN, versions[0], 'bin')
  } catch {}
  const { status, stdout } = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

/** It does not run as root: there it is the user that Debian makes for it. */
function ownUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: idOf('-u'), gid: idOf('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
