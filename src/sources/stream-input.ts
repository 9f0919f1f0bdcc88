// Reads the address of a stream that records come from: `nats://HOST/STREAM?consumer=NAME`.

import { UsageError } from '../core/errors.ts'
import { type NatsAddress, parseNats } from '../nats/address.ts'
import { faultOfSubject } from '../nats/subject.ts'

export interface StreamInput {
  address: NatsAddress
  consumer: string
  filter: string | undefined
  batch: number
  /** Seconds. */
  ackWait: number
  /** After so many deliveries a message that cannot be taken is put away. */
  deliveries: number
  /** The subject of those; without it the first ends the run. */
  dead: string | undefined
}

const PARAMETERS = ['consumer', 'filter', 'batch', 'ack-wait', 'max-deliver', 'dead'] as const
const BATCH = 500
const ACK_WAIT = 30
const DELIVERIES = 3

/** @throws UsageError for what is no such address. */
export function parseStreamInput(text: string): StreamInput {
  const address = parseNats(text, PARAMETERS)
  const { parameters, shown } = address
  const consumer = parameters.get('consumer')
  if (consumer === undefined || /[\s.*>/\\]/.test(consumer)) {
    const found = consumer === undefined ? '' : `, found ${JSON.stringify(consumer)}`
    throw new UsageError(`${shown}: expected ?consumer=NAME, as in ?consumer=loader${found}`)
  }
  const number = (name: (typeof PARAMETERS)[number], usual: number, most: number) => {
    const value = parameters.get(name) ?? String(usual)
    if (/^[1-9]\d*$/.test(value) && Number(value) <= most) return Number(value)
    const found = JSON.stringify(value)
    throw new UsageError(`${shown}: ${name}: expected a number from 1 to ${most}, found ${found}`)
  }
  const dead = parameters.get('dead')
  const fault = dead === undefined ? undefined : faultOfSubject(dead)
  if (fault !== undefined) throw new UsageError(`${shown}: dead=${dead}: ${fault}`)
  if (dead === undefined && parameters.has('max-deliver')) {
    throw new UsageError(`${shown}: max-deliver: means nothing without dead=SUBJECT`)
  }
  return {
    ...{ address, consumer, dead },
    filter: parameters.get('filter'),
    batch: number('batch', BATCH, 10_000),
    ackWait: number('ack-wait', ACK_WAIT, 86_400),
    deliveries: number('max-deliver', DELIVERIES, 1000),
  }
}
