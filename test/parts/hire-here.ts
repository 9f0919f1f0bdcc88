// Reads parts in the same thread, so that a law can be tried often.

import type { Said } from '../../src/parts/messages.ts'
import { PartReader } from '../../src/parts/part-reader.ts'
import type { Hire } from '../../src/parts/thread.ts'

/** What was read to its end so far, and what of it was to be written in the layout of a file. */
export const counts = { read: 0, written: 0 }

export const hireHere: Hire = (shared, { onReady, onSaid }) => {
  let reader: PartReader | undefined
  const written = new Set<number>()
  const hear = (said: Said) => {
    if (said.said === 'ended') {
      counts.read++
      if (written.has(said.part)) counts.written++
    }
    onSaid(structuredClone(said))
  }
  return {
    begin({ kernel: _, ...setup }) {
      const given = { ...structuredClone(setup), ...shared }
      reader = new PartReader(given, hear)
      queueMicrotask(onReady)
    },
    read(task) {
      if (task.layouts.some((layout) => layout !== undefined)) written.add(task.part)
      reader?.read(structuredClone(task))
    },
    async end() {},
  }
}
