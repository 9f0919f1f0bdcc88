// Ends an answer so that its client sees it whole: what the client still sends is read, for a while.

import type { Readable, Writable } from 'node:stream'
import { type Routine, receive, runBlocking } from '../task/index.ts'

export const PATIENCE = 1000 // ms that a client may go on sending when all that it is sent has left

/**
 * Waits until the client has finished what it sends, and what it was sent (which has been ended) has left. One that
 * goes on sending is cut off.
 */
export function* farewell(source: Readable, sent: Writable): Routine<void> {
  let timer: NodeJS.Timeout | undefined
  const onFinish = () => {
    timer = setTimeout(() => source.destroy(), PATIENCE)
  }
  const left = new Promise<void>((resolve) => {
    sent.once('finish', resolve)
    sent.once('close', resolve)
  })
  sent.once('finish', onFinish)
  if (sent.writableFinished) onFinish()
  try {
    while ((yield* receive(source)) !== undefined);
    if (!sent.writableFinished && !sent.destroyed) yield* runBlocking(left)
  } finally {
    clearTimeout(timer)
    sent.off('finish', onFinish)
  }
}
