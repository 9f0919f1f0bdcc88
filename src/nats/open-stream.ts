// Finds the stream that messages are to be kept in, or makes it where that was asked for.

import { OutputError } from '../core/errors.ts'
import type { NatsAddress } from './address.ts'
import type { Connected, StreamInfo } from './connect.ts'
import { factOf } from './faults.ts'

/**
 * The stream of an address, which is made if it says `create=true` and there is none.
 *
 * @throws OutputError with the way to make it, where there is none.
 */
export async function openStream(
  connected: Connected,
  address: NatsAddress,
  subjects: readonly string[],
): Promise<StreamInfo> {
  const { streams } = connected.manager
  try {
    return await streams.info(address.stream)
  } catch (error) {
    const fact = factOf(error)
    const isMissing = /no such stream/.test(fact)
    if (isMissing && address.parameters.get('create') !== 'true') {
      const taken = subjects.join(',') || address.stream
      const advice = `create=true makes it, or nats stream add ${address.stream} --subjects '${taken}' --defaults`
      throw new OutputError(`${address.shown}: ${fact}: ${advice}`)
    }
    if (!isMissing) throw new OutputError(`${address.shown}: ${fact}`)
  }
  try {
    return await streams.add({ name: address.stream, subjects: [...subjects] })
  } catch (error) {
    const known = await streams.info(address.stream).catch(() => undefined) // somebody else has made it
    if (known) return known
    throw new OutputError(`${address.shown}: not made: ${factOf(error)}`)
  }
}
