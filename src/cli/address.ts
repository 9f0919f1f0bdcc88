// Finds the stream of jobs that a command line names.

import { UsageError } from '../core/errors.ts'
import { type NatsAddress, parseNats, withoutLogin } from '../nats/address.ts'
import type { Request } from './request.ts'

/** @throws UsageError unless it is one address. */
export function jobsAddressOf({ command, plan }: Request): NatsAddress {
  const [address, other] = plan.inputs
  if (address === undefined) throw new UsageError(`${command}: expected nats://HOST/STREAM`)
  if (other !== undefined) {
    throw new UsageError(
      `${command}: expected one stream, found ${JSON.stringify(withoutLogin(other))} too`,
    )
  }
  return parseNats(address)
}
