// Turns the name of an input that listens into its address, and into one name a connection.

import { UsageError } from '../core/errors.ts'

const SCHEME = /^tcp-listen:\/\//i
const ADDRESS =
  /^tcp-listen:\/\/(?:(?:\[([^\]]+)\]|([^:[\]/?#]+)):)?(\d{1,5})\/?(?:\?connections=(\d{1,4}))?$/i

export function isListening(input: string): boolean {
  return SCHEME.test(input)
}

/**
 * A port alone is on loopback; port 0 is any free one.
 *
 * @throws UsageError for what is no address.
 */
export function parseListening(input: string): { host: string; port: number; connections: number } {
  const [, bracketed, host = bracketed ?? '127.0.0.1', port = '', connections = '1'] =
    ADDRESS.exec(input) ?? []
  const isPort = port !== '' && Number(port) <= 65_535
  if (isPort && Number(connections) > 0) {
    return { host, port: Number(port), connections: Number(connections) }
  }
  throw new UsageError(
    `${input}: expected tcp-listen://HOST:PORT, as in tcp-listen://127.0.0.1:4000, or with ?connections=N`,
  )
}

/** Its name without their number, once for each connection. */
export function eachConnection(input: string): string[] {
  const { connections } = parseListening(input)
  return new Array(connections).fill(input.replace(/\/?(?:\?.*)?$/, ''))
}
