// Reads parts in the same thread, so that a law can be tried often.

import { PartReader } from '../../src/parts/part-reader.ts'
import type { Hire } from '../../src/parts/thread.ts'

export const hireHere: Hire = (setup, { onReady, onSaid }) => {
  const reader = new PartReader(structuredClone(setup), (said) => onSaid(structuredClone(said)))
  queueMicrotask(onReady)
  return {
    read: (task) => reader.read(structuredClone(task)),
    async end() {},
  }
}
