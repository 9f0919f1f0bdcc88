// Lists the flags of `cosax serve`.

import { formatBytes } from '../../core/bytes.ts'
import { UsageError } from '../../core/errors.ts'
import { SERVE_LIMITS, type ServeLimits } from '../../serve/limits.ts'
import type { Address } from '../../serve/server.ts'
import type { Flag } from './flag.ts'
import { bytesIn } from './limits.ts'

const GROUP = 'Server'
const ONLY = { group: GROUP, commands: ['serve'], isOfCommands: true, isBesidePlan: true } as const

/** What bounds a server, in the order of the help: its flag, what it is counted in, and what it bounds. */
const BOUNDS: [
  limit: keyof ServeLimits,
  flag: string,
  argument: 'BYTES' | 'N' | 'SECONDS',
  words: string,
][] = [
  ['clients', '--max-clients', 'N', 'clients at once'],
  ['bytes', '--client-bytes', 'BYTES', 'what a client may send'],
  ['records', '--client-records', 'N', 'records that a client may send'],
  ['seconds', '--client-time', 'SECONDS', 'how long a client may be there'],
  ['idleSeconds', '--client-idle', 'SECONDS', 'how long it may neither send nor take anything'],
  ['memory', '--max-memory', 'BYTES', 'memory of the process: beyond, no client is let in'],
]

export const SERVER_FLAGS: readonly Flag[] = [
  {
    names: ['--tcp'],
    argument: 'HOST:PORT',
    ...ONLY,
    summary: 'listen for documents on TCP; port 0 for any free one; may repeat',
    details: 'PORT alone is on loopback, where only programs of this machine reach it.',
    example: '--tcp 127.0.0.1:4000 -r bus --filter route=22',
    add: ({ serving }, text) => serving.tcp.push(addressOf('--tcp', text)),
  },
  {
    names: ['--http'],
    argument: 'HOST:PORT',
    ...ONLY,
    summary: 'listen for HTTP: POST /, a page, metrics; may repeat',
    example: '--http 8080 -r bus',
    add: ({ serving }, text) => serving.http.push(addressOf('--http', text)),
  },
  {
    names: ['--token'],
    argument: 'TOKEN',
    ...ONLY,
    summary: 'HTTP needs this token, as Authorization: Bearer or ?token=',
    details:
      'Others of this machine may see the words of a command line: without this flag the token is that of the environment, ' +
      'COSAX_TOKEN. GET /healthz needs none.',
    example: '--http 8080 --token "$TOKEN"',
    add({ serving }, text) {
      if (text === '') throw new UsageError('--token: expected a text')
      serving.token = text
    },
  },
  {
    names: ['--tls-cert'],
    argument: 'FILE',
    ...ONLY,
    summary: 'use TLS, with the certificates in FILE, in PEM',
    add({ serving }, text) {
      serving.certificate = text
    },
  },
  {
    names: ['--tls-key'],
    argument: 'FILE',
    ...ONLY,
    summary: 'the private key of the certificate, in PEM',
    add({ serving }, text) {
      serving.key = text
    },
  },
  {
    names: ['--allow-query-pipelines'],
    ...ONLY,
    summary: 'HTTP: let clients give a pipeline in the address',
    details:
      'As in POST /?record=bus&filter=route=22&select=id: flags about records and stages, without the dashes, in their order, in ' +
      'place of the pipeline of the server. None that runs code of the client, or reads or writes a file.',
    example: '--http 8080 --allow-query-pipelines',
    add({ serving }) {
      serving.allowsQueries = true
    },
  },
  {
    names: ['--grace'],
    argument: 'SECONDS',
    ...ONLY,
    summary: 'how long clients have to end after SIGTERM (10)',
    example: '--grace 30',
    add({ serving }, text) {
      serving.grace = numberIn('--grace', text, 0)
    },
  },
  ...BOUNDS.map(([limit, flag, argument, words]): Flag => {
    const usual = SERVE_LIMITS[limit]
    return {
      names: [flag],
      argument,
      ...ONLY,
      summary: `${words} (${argument === 'BYTES' ? formatBytes(usual) : usual})`,
      add({ serving }, text) {
        serving.limits[limit] = argument === 'BYTES' ? bytesIn(flag, text) : numberIn(flag, text, 1)
      },
    }
  }),
]

function numberIn(flag: string, text: string, least: number): number {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : -1
  if (value >= least) return value
  throw new UsageError(`${flag}: expected a number from ${least}, found ${JSON.stringify(text)}`)
}

/** `HOST:PORT`, `[::1]:PORT`, or a port alone, which is on loopback. */
function addressOf(flag: string, text: string): Address {
  const [, bracketed, host = bracketed ?? '127.0.0.1', port = ''] =
    /^(?:(?:\[([^\]]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(text) ?? []
  if (port !== '' && Number(port) <= 65535) return { host, port: Number(port) }
  throw new UsageError(
    `${flag}: expected HOST:PORT, as in 127.0.0.1:4000, found ${JSON.stringify(text)}`,
  )
}
