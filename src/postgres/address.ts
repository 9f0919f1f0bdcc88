// Reads addresses of tables: `postgres://USER@HOST/DB?table=bus&mode=upsert&key=id`.

import { UsageError } from '../core/errors.ts'
import { withoutPassword } from '../core/without-password.ts'
import { namesIn, type TableName, tableNamed } from './names.ts'

export const MODES = ['append', 'replace', 'upsert'] as const
export type Mode = (typeof MODES)[number]

/** What an address may say of the connection, as libpq calls it. */
export const SETTINGS = [
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'connect_timeout',
  'application_name',
] as const
export type Settings = Partial<Record<(typeof SETTINGS)[number], string>>

export interface PostgresAddress {
  settings: Settings
  table: TableName
  mode: Mode
  /** The columns by which rows are the same, for `upsert`. */
  keys: string[]
}

const OWN = ['table', 'mode', 'key']

export function isPostgres(destination: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(destination)
}

/** @throws UsageError for what is not written so. */
export function postgresAddress(destination: string): PostgresAddress {
  const found =
    /^postgres(?:ql)?:\/\/(?:([^@/?#]*)@)?([^@/?#]*)(?:\/([^?#/]*))?(?:\?([^#]*))?$/.exec(
      destination,
    )
  if (!found) throw unlike(destination)
  const [, userinfo = '', host = '', database = '', query = ''] = found
  const asked = parametersOf(query)
  const { table, mode = 'append', key, ...settings } = asked
  if (table === undefined) throw unlike(destination)
  if (!isMode(mode)) {
    throw new UsageError(`mode=: expected ${MODES.join(', ')}, found ${JSON.stringify(mode)}`)
  }
  const keys = key === undefined ? [] : (namesIn(key, ',') ?? [])
  if (mode === 'upsert' && keys.length === 0) {
    throw new UsageError('mode=upsert: expected key=COLUMN, or several with commas between')
  }
  if (mode !== 'upsert' && key !== undefined) {
    throw new UsageError(`key=: means something with mode=upsert only, found mode=${mode}`)
  }
  return {
    settings: { ...placeIn(userinfo, host, database, destination), ...settings },
    table: tableNamed(table),
    mode,
    keys: [...new Set(keys)],
  }
}

function isMode(text: string): text is Mode {
  return (MODES as readonly string[]).includes(text)
}

function placeIn(userinfo: string, place: string, database: string, whole: string): Settings {
  const [, user = '', password] = /^([^:]*)(?::(.*))?$/s.exec(userinfo) ?? []
  const [, bracketed, host = bracketed, port] =
    /^(?:\[([^\]]+)\]|([^:[\],]*))(?::(\d{1,5}))?$/.exec(place) ?? []
  if (host === undefined) throw unlike(whole)
  const said = { user, password, host, port, dbname: database }
  const settings: Settings = {}
  for (const [name, text] of Object.entries(said)) {
    if (text !== undefined && text !== '') settings[name as keyof Settings] = decoded(text)
  }
  return settings
}

function parametersOf(query: string): Settings & { table?: string; mode?: string; key?: string } {
  const parameters: Record<string, string> = {}
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const [, name = pair, text = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? []
    if (![...OWN, ...SETTINGS].includes(name)) {
      const known = [...OWN, ...SETTINGS].join(', ')
      throw new UsageError(`postgres://…?: expected one of ${known}, found ${JSON.stringify(name)}`)
    }
    if (Object.hasOwn(parameters, name)) throw new UsageError(`postgres://…?${name}=: given twice`)
    parameters[name] = decoded(text)
  }
  return parameters
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new UsageError('postgres://: a % that stands for itself is written %25')
  }
}

function unlike(destination: string): UsageError {
  const found = JSON.stringify(withoutPassword(destination))
  return new UsageError(
    `expected postgres://USER@HOST/DATABASE?table=NAME, found ${found}; in a name or a password %2F is /, %3A :, %40 @ and %3F ?`,
  )
}
