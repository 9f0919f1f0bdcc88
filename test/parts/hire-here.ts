// Reads parts in the same thread, so that a law can be tried often.

import { PartReader } from '../../src/parts/part-reader.ts'
import type { Hire } from '../../src/parts/thread.ts'

export const hireHere: Hire = (start, { onReady, onSaid }) => {
  const back: ArrayBuffer[] = []
  let reader: PartReader | undefined
  return {
    begin({ kernel: _, ...setup }) {
      reader = new PartReader(
        { ...structuredClone(setup), ...start },
        (said, transfer) => onSaid(structuredClone(said, { transfer })),
        () => back.pop(),
      )
      queueMicrotask(onReady)
    },
    read: (task) => reader?.read(structuredClone(task)),
    giveBack: (block) => back.push(block),
    async end() {},
  }
}
