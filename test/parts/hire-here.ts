// Reads parts in the same thread, so that a law can be tried often.

import { PartReader } from '../../src/parts/part-reader.ts'
import type { Hire } from '../../src/parts/thread.ts'

export const hireHere: Hire = (setup, { onReady, onSaid }) => {
  const back: ArrayBuffer[] = []
  const { signals, ...rest } = setup
  const reader = new PartReader(
    { ...structuredClone(rest), signals },
    (said, transfer) => onSaid(structuredClone(said, { transfer })),
    () => back.pop(),
  )
  queueMicrotask(onReady)
  return {
    read: (task) => reader.read(structuredClone(task)),
    giveBack: (block) => back.push(block),
    async end() {},
  }
}
