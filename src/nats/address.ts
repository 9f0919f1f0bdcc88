// Turns `nats://[USER:PASSWORD@]HOST[:PORT][,HOST…]/STREAM[?name=value&…]` into its parts, and into a form without secrets.

import { UsageError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'

/** How a client says who it is. */
export type Login =
  | { user: string; password: string }
  | { token: string }
  /** Left out where the address was printed: it comes from the environment. */
  | 'left out'

export interface NatsAddress {
  /** Each `host:port`. */
  servers: string[]
  /** Whether nothing is said without TLS. */
  isTls: boolean
  login: Login | undefined
  stream: string
  /** Those of the connection, and those that the caller knows. */
  parameters: ReadonlyMap<string, string>
  /** The address as messages and plans show it: without secrets. */
  shown: string
}

/** Parameters that every address takes. */
export const OF_CONNECTION = ['creds', 'nkey', 'ca', 'cert', 'key', 'wait'] as const

const PORT = 4222
const HIDDEN = '***'
const SCHEME = /^(nats|tls):\/\//i
const HOST = String.raw`(?:\[[\da-f:.]+\]|[^\s:@/?#[\],{}]+)(?::\d{1,5})?`
const ADDRESS = new RegExp(
  String.raw`^(nats|tls)://(?:([^@/?#\s]+)@)?(${HOST}(?:,${HOST})*)/([^\s./?#*>\\@{}]+)(?:\?(.*))?$`,
  'is',
)
const EXPECTED = 'expected nats://HOST:PORT/STREAM, as in nats://127.0.0.1:4222/PAGES'

export function isNats(text: string): boolean {
  return SCHEME.test(text)
}

/** Any text as messages may show it: what stands for a user, a password or a token in such an address is left out. */
export function withoutLogin(text: string): string {
  if (!isNats(text)) return text
  const login = ADDRESS.test(text) ? /^(\w+:\/\/)[^@/?#\s]+@/ : /^(\w+:\/\/).*@/s
  return text.replace(login, `$1${HIDDEN}@`)
}

/** The same for addresses within a text, such as the message of an error. */
export function withoutLoginIn(text: string): string {
  return text.replace(/\b((?:nats|tls):\/\/)[^@/?#\s]+@/gi, `$1${HIDDEN}@`)
}

/**
 * The parts of an address, whose parameters beside those of the connection are `known`.
 *
 * @throws UsageError for what is not written so.
 */
export function parseNats(text: string, known: readonly string[] = []): NatsAddress {
  const shown = withoutLogin(text)
  const [, scheme = '', login, hosts = '', stream = '', query] = ADDRESS.exec(text) ?? []
  if (hosts === '') throw new UsageError(`${shown}: ${EXPECTED}`)
  const fault = (fact: string) => new UsageError(`${shown}: ${fact}`)
  const parameters = parametersOf(query, [...known, ...OF_CONNECTION], fault)
  checkFiles(parameters, login, fault)
  const wait = parameters.get('wait')
  if (wait !== undefined && !/^\d{1,5}$/.test(wait)) {
    throw fault(`wait: expected seconds, found ${JSON.stringify(wait)}`)
  }
  return {
    servers: hosts.split(',').map((host) => serverOf(host, fault)),
    isTls: /^tls$/i.test(scheme),
    login: login === undefined ? undefined : loginOf(login, fault),
    stream: decoded(stream, fault),
    parameters,
    shown,
  }
}

type Fault = (fact: string) => UsageError

function parametersOf(query: string | undefined, known: readonly string[], fault: Fault) {
  const parameters = new Map<string, string>()
  if (query === undefined) return parameters
  for (const pair of query.split('&')) {
    const [, name, value] = /^([a-z-]+)=(.+)$/s.exec(pair) ?? []
    if (name === undefined || value === undefined) {
      throw fault(`expected name=value after ?, found ${JSON.stringify(pair)}`)
    }
    if (!known.includes(name)) {
      const near = nearest(name, [...known])
      const meant =
        near === undefined ? `: it takes ${known.join(', ')}` : `, did you mean ${near}?`
      throw fault(`no parameter ${JSON.stringify(name)}${meant}`)
    }
    if (parameters.has(name)) throw fault(`${name}: given twice`)
    parameters.set(name, decoded(value, fault))
  }
  return parameters
}

function checkFiles(parameters: Map<string, string>, login: string | undefined, fault: Fault) {
  const ways = ['creds', 'nkey'].filter((name) => parameters.has(name))
  if (login !== undefined && login !== HIDDEN) ways.unshift('USER:PASSWORD@')
  if (ways.length > 1) throw fault(`${ways.join(' and ')}: one or the other says who asks`)
  if (parameters.has('cert') !== parameters.has('key')) throw fault('cert and key belong together')
}

function serverOf(host: string, fault: Fault): string {
  const [, name, port = String(PORT)] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(host) ?? []
  if (Number(port) < 1 || Number(port) > 65_535) throw fault(`no port: ${port}`)
  return `${name}:${Number(port)}`
}

function loginOf(login: string, fault: Fault): Login {
  if (login === HIDDEN) return 'left out'
  const colon = login.indexOf(':')
  if (colon < 0) return { token: decoded(login, fault) }
  const user = decoded(login.slice(0, colon), fault)
  return { user, password: decoded(login.slice(colon + 1), fault) }
}

function decoded(text: string, fault: Fault): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw fault('a % that belongs to a text is written %25')
  }
}
