// Reads the address of a stream that is written to: `nats://HOST/STREAM?subject=pages.{lang}`.

import { UsageError } from '../core/errors.ts'
import { type NatsAddress, parseNats } from '../nats/address.ts'
import { SubjectTemplate } from './subject-template.ts'

export interface StreamAddress {
  address: NatsAddress
  /** Undefined for the only subject of the stream. */
  template: SubjectTemplate | undefined
  /** How many messages may be in flight. */
  window: number
  /** What the input is known by, instead of what is found out of it. */
  source: string | undefined
}

const PARAMETERS = ['subject', 'window', 'create', 'source'] as const
const WINDOW = 1000
const WIDEST = 100_000

/** @throws UsageError for what is no such address. */
export function parseStreamAddress(text: string): StreamAddress {
  const address = parseNats(text, PARAMETERS)
  const { parameters, shown, stream } = address
  const isMade = parameters.get('create')
  if (isMade !== undefined && isMade !== 'true' && isMade !== 'false') {
    throw new UsageError(
      `${shown}: create: expected true or false, found ${JSON.stringify(isMade)}`,
    )
  }
  const window = parameters.get('window') ?? String(WINDOW)
  if (!/^[1-9]\d*$/.test(window) || Number(window) > WIDEST) {
    const found = JSON.stringify(window)
    throw new UsageError(`${shown}: window: expected a number from 1 to ${WIDEST}, found ${found}`)
  }
  const subject = parameters.get('subject') ?? (isMade === 'true' ? stream : undefined)
  return {
    address,
    template: subject === undefined ? undefined : new SubjectTemplate(subject, shown),
    window: Number(window),
    source: parameters.get('source'),
  }
}
