// Reads the names of destinations that are elsewhere: `exec:COMMAND`, `tcp://HOST:PORT`, `nats://HOST/STREAM` and
// `postgres://…`.

import { UsageError } from '../core/errors.ts'
import { isNats } from '../nats/address.ts'
import { isPostgres, postgresAddress } from '../postgres/address.ts'
import { parseStreamAddress } from './stream-address.ts'

export interface Address {
  host: string
  port: number
}

/** Whether it is elsewhere: its name is no path, and says nothing of a format. */
export function isFar(destination: string): boolean {
  const isElsewhere = destination.startsWith(TCP) || isNats(destination) || isPostgres(destination)
  return isElsewhere || commandOf(destination) !== undefined
}

/** The command that it is the input of. */
export function commandOf(destination: string): string | undefined {
  return destination.startsWith(EXEC) ? destination.slice(EXEC.length) : undefined
}

/**
 * Where it listens, or undefined if it is none that does.
 *
 * @throws UsageError for what is not written so.
 */
export function addressOf(destination: string): Address | undefined {
  if (!destination.startsWith(TCP)) return undefined
  const [, bracketed, host = bracketed, port = ''] =
    /^tcp:\/\/(?:\[([^\]]+)\]|([^:[\]/]+)):(\d{1,5})$/.exec(destination) ?? []
  if (host === undefined || Number(port) < 1 || Number(port) > 65535) {
    const found = JSON.stringify(destination)
    throw new UsageError(`expected tcp://HOST:PORT, as in tcp://127.0.0.1:4000, found ${found}`)
  }
  return { host, port: Number(port) }
}

/** @throws UsageError for one that nothing can be sent to. */
export function checkFar(destination: string): void {
  addressOf(destination)
  if (isNats(destination)) parseStreamAddress(destination)
  if (isPostgres(destination)) postgresAddress(destination)
  if (commandOf(destination)?.trim() === '') {
    throw new UsageError("expected a command after exec:, as in 'exec:gzip > buses.gz'")
  }
}

const EXEC = 'exec:'
const TCP = 'tcp://'
