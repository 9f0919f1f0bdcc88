// Tries again what failed because a server was away for a moment.

import { setTimeout as pause } from 'node:timers/promises'
import { InputError } from '../core/errors.ts'
import { type Failure, LONGEST_LOSS } from '../nats/connect.ts'
import { factOf } from '../nats/faults.ts'

const PAUSE = 250 // ms between two attempts

/** @throws what the step throws, if that does not pass, or does not within the time that a server may be away. */
export async function persevere<T>(step: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const end = performance.now() + 1000 * LONGEST_LOSS
  while (true) {
    signal?.throwIfAborted()
    try {
      return await step()
    } catch (error) {
      if (!passes(error) || performance.now() > end) throw error
    }
    await wait(PAUSE, signal)
  }
}

/** @throws the reason of the signal. */
export async function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await pause(milliseconds, undefined, signal && { signal })
  } catch {
    signal?.throwIfAborted()
  }
}

/** Whether a fault is one of the moment: nobody answers, or what answers is not ready yet. */
export function passes(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (MOMENTARY.test(`${each.name} ${each.message}`)) return true
  }
  return false
}

/** What a client of the server has thrown, as one fact in the words of this program; anything else as it is. */
export function explained(error: unknown, shown: string, Failure: Failure = InputError): unknown {
  const { name } = error instanceof Error ? error : { name: '' }
  const isOfServer = OF_SERVER.test(name) || passes(error)
  return isOfServer ? new Failure(`${shown}: ${factOf(error)}`) : error
}

const OF_SERVER =
  /^(?:JetStream|Stream|Consumer|Permission|Authorization|Closed|Draining|Protocol|Request)\w*Error$/
const MOMENTARY =
  /TimeoutError|NoResponders|heartbeats missed|ConnectionError|disconnect|temporarily unavailable|no suitable peers/i
