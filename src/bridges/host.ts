// Runs a stage at the far end of a channel: what comes is sent to it, and what it sends goes back.

import { ending, type Failure, gatesOf, type Target } from '../core/coroutine.ts'
import { cut, drain } from '../core/drain.ts'
import { StageError } from '../core/errors.ts'
import { Gates } from '../core/gate.ts'
import type { Writable } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { Batch } from './batch.ts'
import type { Channel } from './channel.ts'
import { leaving } from './crossing.ts'
import { decodeError, encodeError } from './far-error.ts'
import { JsonLines } from './json-lines.ts'

/** A stage: given where its records go, it answers with where they come. */
// biome-ignore lint/suspicious/noExplicitAny: a stage knows what it takes
export type HostedStage = (target: Target<any>) => Target<any>

const NOTHING = new Uint8Array(0)

/** Runs it until what comes has ended, or it is done. @throws what made it fail, which the other end hears too. */
export async function host(channel: Channel, stage: HostedStage, longest: number): Promise<void> {
  const back = new Back(channel)
  try {
    const target = stage(leaving(back, channel.gate)) as Target<Value>
    await carry(channel, target, back, longest)
    back.release()
    channel.send({ kind: 'end', bytes: NOTHING })
  } catch (error) {
    back.release()
    channel.send({ kind: 'failure', bytes: encodeError(error) })
    throw error
  } finally {
    await channel.end()
  }
}

async function carry(
  channel: Channel,
  target: Target<Value>,
  back: Back,
  longest: number,
): Promise<void> {
  const gates = new Gates(gatesOf(target))
  const lines = new JsonLines(channel.name, longest)
  let failure: Failure | undefined
  let hasEnded = false // or failed there, where that is known
  try {
    for await (const { kind, bytes } of channel.frames()) {
      if (kind === 'done') back.isUnwanted = true
      else if (kind === 'records') {
        for (const values of lines.batch(bytes)) {
          if (!values.every((value) => target.send(value))) break
        }
      } else {
        hasEnded = true
        if (kind === 'failure') failure = { error: decodeError(bytes, channel.name) }
      }
      if (hasEnded || target.done) break
      if (gates.isShut) await gates.whenOpen()
    }
    if (!hasEnded && !target.done) {
      throw new StageError(`${channel.name}: ${await channel.reason()}`)
    }
  } catch (error) {
    failure = { error }
  }
  if (target.done) channel.send({ kind: 'done', bytes: NOTHING }) // what it has left to do may take long
  const steps = ending(target, failure)
  try {
    await drain(steps, gates)
  } catch (error) {
    cut(steps, error)
    throw error
  }
  if (failure && !hasEnded) throw failure.error
}

/** Where the stage sends: the way back. */
class Back implements Target<Writable> {
  /** Whether the other end wants no more. */
  isUnwanted = false
  readonly #channel: Channel
  readonly #batch: Batch

  constructor(channel: Channel) {
    this.#channel = channel
    this.#batch = new Batch(channel)
  }

  get done(): boolean {
    return this.isUnwanted || this.#channel.isClosed
  }

  send(item: Writable): boolean {
    if (this.done) return false
    this.#batch.add(item)
    return true
  }

  release(): void {
    this.#batch.release()
  }

  close(): void {}

  throw(): void {}
}
