// Reads parts in the same thread, so that a law can be tried often.

import { PartReader } from '../../src/parts/part-reader.ts'
import type { Hire } from '../../src/parts/thread.ts'

export const hireHere: Hire = (shared, { onReady, onSaid }) => {
  let reader: PartReader | undefined
  return {
    begin({ kernel: _, ...setup }) {
      const given = { ...structuredClone(setup), ...shared }
      reader = new PartReader(given, (said) => onSaid(structuredClone(said)))
      queueMicrotask(onReady)
    },
    read: (task) => reader?.read(structuredClone(task)),
    async end() {},
  }
}
