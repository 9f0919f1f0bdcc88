// Names a stream as errors do: a socket by its address, the streams of the process by theirs.

import { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'

export function nameOf(stream: Readable | Writable): string {
  if (stream === process.stdin) return 'stdin'
  if (stream === process.stdout) return 'stdout'
  if (!(stream instanceof Socket) || stream.remoteAddress === undefined) return 'the other end'
  const { remoteAddress: host, remotePort } = stream
  return `${host.includes(':') ? `[${host}]` : host}:${remotePort}`
}
