// Finds the server of an address and how to log in there: what the address leaves open is found where psql finds it.

import { existsSync, readFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import { OutputError, reasonOf, UsageError } from '../core/errors.ts'
import type { Settings } from './address.ts'
import { type Login, passwordOf } from './password-file.ts'

export interface Server extends Login {
  password: string | undefined
  /** How the connection is made safe, one way after the other until one works; false is not at all. */
  tls: (ConnectionOptions | false)[]
  /** ms until it is given up. */
  patience: number
  application: string
}

const PORT = 5432
const PATIENCE = 30 // s
const SOCKETS = ['/var/run/postgresql', '/tmp']
const VARIABLES: Record<keyof Settings, string> = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  application_name: 'PGAPPNAME',
}

/** @throws UsageError for a setting that means nothing, OutputError for a file that cannot be read. */
export function serverOf(settings: Settings): Server {
  const said = (name: keyof Settings) => settings[name] || process.env[VARIABLES[name]] || undefined
  const port = numberIn('port', said('port') ?? String(PORT), 65535)
  const host = said('host') ?? socketFolder(port)
  const user = said('user') ?? userInfo().username
  const database = said('dbname') ?? user
  const login = { host, port, user, database }
  return {
    ...login,
    password: said('password') ?? passwordOf(login),
    tls: host.startsWith('/') ? [false] : waysOf(said),
    patience: 1000 * numberIn('connect_timeout', said('connect_timeout') ?? String(PATIENCE), 1e6),
    application: said('application_name') ?? 'cosax',
  }
}

function numberIn(name: string, text: string, most: number): number {
  if (/^\d{1,7}$/.test(text) && Number(text) <= most) return Number(text)
  throw new UsageError(`${name}=: expected a number up to ${most}, found ${JSON.stringify(text)}`)
}

function socketFolder(port: number): string {
  const folder = SOCKETS.find((each) => existsSync(`${each}/.s.PGSQL.${port}`))
  return folder ?? 'localhost'
}

function waysOf(said: (name: keyof Settings) => string | undefined): Server['tls'] {
  const mode = said('sslmode') ?? 'prefer'
  const own = join(homedir(), '.postgresql', 'root.crt')
  const root = said('sslrootcert') ?? (existsSync(own) ? own : undefined)
  const files = { ca: root, cert: said('sslcert'), key: said('sslkey') }
  const tls: ConnectionOptions = {}
  switch (mode) {
    case 'disable':
      return [false]
    case 'allow':
      return [false, { rejectUnauthorized: false }]
    case 'prefer':
      return [{ rejectUnauthorized: false }, false]
    case 'require':
      if (root === undefined) tls.rejectUnauthorized = false
      break
    case 'verify-ca':
    case 'verify-full':
      break
    default: {
      const known = 'disable, allow, prefer, require, verify-ca or verify-full'
      throw new UsageError(`sslmode=: expected ${known}, found ${JSON.stringify(mode)}`)
    }
  }
  // whoever signed for the server has not said that this is its name
  if (mode !== 'verify-full') tls.checkServerIdentity = () => undefined
  for (const [name, path] of Object.entries(files)) {
    if (path !== undefined && path !== 'system') tls[name as 'ca'] = read(path)
  }
  return [tls]
}

function read(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new OutputError(`${path}: ${reasonOf(error)}`)
  }
}
