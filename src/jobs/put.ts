// Puts the parts of a manifest into a stream of jobs, which it makes if there is none. To do it again adds nothing.

import { InputError, OutputError, UsageError } from '../core/errors.ts'
import type { NatsAddress } from '../nats/address.ts'
import { type Connected, connectNats, type StreamInfo } from '../nats/connect.ts'
import { factOf } from '../nats/faults.ts'
import { manifestOf } from '../split/manifest.ts'
import type { Part } from '../split/part.ts'
import { HANDED_OUT, insistOnJobs, isMissing } from './jobs.ts'
import {
  idIn,
  manifestIn,
  PARTS_ARE,
  partSubject,
  STATES_ARE,
  stateSubject,
  statesOf,
  WORKERS,
} from './names.ts'
import { explained, persevere } from './persevere.ts'
import { isOvertaken } from './state.ts'

const WINDOW = 64 // messages that are under way at once
const HEADERS = 1024 // bytes, at most, that a message has beside its line

export interface Making {
  /** Seconds that a worker may be silent until a part is given to another one. */
  lease: number
  /** How often a part is tried until it has failed. */
  tries: number
  /** How many servers of a cluster keep the stream. */
  replicas: number
}

/**
 * What the parameters of an address say of a stream that is made.
 *
 * @throws UsageError for a number that is none.
 */
export function makingOf({ parameters, shown }: NatsAddress): Making {
  const numberOf = (name: string, usual: number, most: number) => {
    const text = parameters.get(name)
    if (text === undefined) return usual
    const value = /^\d{1,6}$/.test(text) ? Number(text) : 0
    if (value >= 1 && value <= most) return value
    throw new UsageError(
      `${shown}: ${name}: expected a number from 1 to ${most}, found ${JSON.stringify(text)}`,
    )
  }
  return {
    lease: numberOf('lease', 30, 86_400),
    tries: numberOf('tries', 5, 1000),
    replicas: numberOf('replicas', 1, 5),
  }
}

/**
 * Says before a long reading whether the server is there and the stream can take jobs.
 *
 * @throws OutputError when it cannot be reached, or holds something else.
 */
export async function insistOnRoom(address: NatsAddress, signal?: AbortSignal): Promise<void> {
  const connected = await connectNats(address, {
    Failure: OutputError,
    ...(signal && { signal }),
  })
  try {
    await found(connected, address)
  } finally {
    await connected.close()
  }
}

/**
 * Answers how many were added; the others were there already.
 *
 * @throws UsageError when the parts of another manifest are there, OutputError for what the server does not take.
 */
export async function putParts(
  address: NatsAddress,
  parts: readonly Part[],
  signal?: AbortSignal,
): Promise<number> {
  const connected = await connectNats(address, { Failure: OutputError, ...(signal && { signal }) })
  const { shown, stream } = address
  try {
    insistOnSize(parts, connected.largest, shown)
    const there = await found(connected, address)
    if (there) await insistOnManifest(connected, there, parts, shown)
    await make(connected, stream, makingOf(address))
    const left = [...parts]
    let added = 0
    const puts = async () => {
      for (let part = left.shift(); part; part = left.shift()) {
        if (await put(connected, stream, part, signal)) added++
      }
    }
    await Promise.all(Array.from({ length: WINDOW }, puts))
    return added
  } catch (error) {
    throw explained(error, shown, OutputError)
  } finally {
    await connected.close()
  }
}

/** The stream, if there is one. */
async function found(
  connected: Connected,
  { stream, shown }: NatsAddress,
): Promise<StreamInfo | undefined> {
  try {
    const info = await connected.manager.streams.info(stream)
    insistOnJobs(info, PARTS_ARE, shown)
    return info
  } catch (error) {
    if (isMissing(error)) return undefined
    if (error instanceof InputError) throw new OutputError(error.message)
    throw explained(error, shown, OutputError)
  }
}

function insistOnSize(parts: readonly Part[], largest: number, shown: string): void {
  for (const part of parts) {
    const bytes = Buffer.byteLength(manifestOf([part])) + HEADERS
    if (bytes <= largest) continue
    throw new OutputError(
      `${shown}: part ${part.part} needs a message of ${bytes} bytes, the server takes ${largest}: raise its max_payload`,
    )
  }
}

async function insistOnManifest(
  { manager }: Connected,
  { state, config }: StreamInfo,
  [first]: readonly Part[],
  shown: string,
): Promise<void> {
  if (state.messages === 0 || !first) return
  const known = await manager.streams.getMessage(config.name, { seq: state.first_seq })
  if (!known || manifestIn(idIn(known.subject)) === manifestIn(first.id)) return
  throw new UsageError(
    `${shown}: holds the parts of another manifest: take another stream, or cosax jobs --remove`,
  )
}

/** What is there already stays as it is. */
async function make({ manager }: Connected, stream: string, making: Making): Promise<void> {
  const { lease, tries, replicas } = making
  const common = { max_msgs_per_subject: 1, num_replicas: replicas, storage: 'file' } as const
  const streams = [
    { name: statesOf(stream), description: STATES_ARE, subjects: [stateSubject(stream, '*')] },
    { name: stream, description: PARTS_ARE, subjects: [partSubject(stream, '*')] },
  ]
  for (const each of streams) {
    await unlessThere(() => manager.streams.add({ ...common, ...each }))
  }
  await unlessThere(() =>
    manager.consumers.add(stream, {
      durable_name: WORKERS,
      ack_policy: 'explicit',
      ack_wait: lease * 1e9,
      max_deliver: HANDED_OUT * tries,
      max_ack_pending: -1,
      max_waiting: 10_000,
    }),
  )
}

async function unlessThere(add: () => Promise<unknown>): Promise<void> {
  try {
    await persevere(add)
  } catch (error) {
    if (!/already in use|already exists|already used/i.test(factOf(error))) throw error
  }
}

/** Answers whether it was not there yet. */
async function put(
  { jetstream }: Connected,
  stream: string,
  part: Part,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const subject = partSubject(stream, part.id)
  const options = { msgID: part.id, expect: { lastSubjectSequence: 0 } }
  try {
    const { duplicate } = await persevere(
      () => jetstream.publish(subject, JSON.stringify(part), options),
      signal,
    )
    return !duplicate
  } catch (error) {
    if (isOvertaken(error)) return false
    throw error
  }
}
