// Opens a stream of jobs: the parts of one manifest, what is known of each, and what hands them out to workers.

import { InputError } from '../core/errors.ts'
import type { NatsAddress } from '../nats/address.ts'
import {
  type Connected,
  type Connecting,
  connectNats,
  type JetStreamClient,
  type StreamInfo,
} from '../nats/connect.ts'
import { factOf } from '../nats/faults.ts'
import { PARTS_ARE, STATES_ARE, statesOf, WORKERS } from './names.ts'
import { explained } from './persevere.ts'
import { States } from './state.ts'

/** A part may be handed out so many times as often as it may be tried: a machine without the file does not try it. */
export const HANDED_OUT = 4

/** What hands parts out. */
export type Consumer = ReturnType<JetStreamClient['consumers']['getConsumerFromInfo']>

export interface Jobs {
  connected: Connected
  /** The address without secrets. */
  shown: string
  stream: string
  states: States
  consumer: Consumer
  /** ms that a worker may be silent until a part is given to another one. */
  lease: number
  /** How often a part is tried, and handed out, until it has failed. */
  tries: number
  most: number
  close(): Promise<void>
}

/** @throws InputError when the server cannot be reached, or has no such stream of jobs. */
export async function openJobs(address: NatsAddress, options: Connecting = {}): Promise<Jobs> {
  const connected = await connectNats(address, options)
  const { shown, stream } = address
  try {
    const parts = await infoOf(connected, stream, shown)
    insistOnJobs(parts, PARTS_ARE, shown)
    insistOnJobs(await infoOf(connected, statesOf(stream), shown), STATES_ARE, shown)
    const info = await connected.manager.consumers.info(stream, WORKERS)
    const { ack_wait = 0, max_deliver = 1 } = info.config
    return {
      ...{ connected, shown, stream, states: new States(connected, stream) },
      consumer: connected.jetstream.consumers.getConsumerFromInfo(info),
      lease: ack_wait / 1e6,
      tries: Math.max(1, Math.floor(max_deliver / HANDED_OUT)),
      most: max_deliver,
      close: () => connected.close(),
    }
  } catch (error) {
    await connected.close()
    throw explained(error, shown)
  }
}

async function infoOf(connected: Connected, stream: string, shown: string): Promise<StreamInfo> {
  try {
    return await connected.manager.streams.info(stream)
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new InputError(`${shown}: no stream ${stream}: cosax split --to ${shown} makes it`)
  }
}

export function isMissing(error: unknown): boolean {
  return /StreamNotFound|stream not found/i.test(`${(error as Error)?.name} ${factOf(error)}`)
}

/** @throws InputError for a stream that something else has made, or another version of this program. */
export function insistOnJobs({ config }: StreamInfo, expected: string, shown: string): void {
  if (config.description === expected) return
  const isOurs = config.description?.startsWith(expected.replace(/\d+$/, ''))
  const fact = isOurs
    ? `holds jobs of another version of cosax: ${config.description}`
    : `stream ${config.name} holds no jobs: cosax split makes such a stream`
  throw new InputError(`${shown}: ${fact}`)
}
