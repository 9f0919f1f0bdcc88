// Passes on, in this thread, what comes of a part that another one reads.

import { Lines } from '../record/lines.ts'
import { Written } from '../sinks/written.ts'
import type { Reading } from '../sources/source.ts'
import type { Handed } from './crew.ts'
import type { JoinedLine } from './joined-line.ts'
import type { Block, End, Task } from './messages.ts'

/** Answers how the part ended, or that no more is wanted; nothing if it is to be read again, by this thread. */
export async function take<T extends Task>(
  part: Handed<T>,
  { joints }: JoinedLine,
  reading: Pick<Reading, 'gate' | 'signal'>,
  isRight: (end: End<T>) => boolean = () => true,
): Promise<End<T> | 'done' | undefined> {
  for (const joint of joints) joint.begin()
  while (true) {
    const said = await part.next()
    if (said.said === 'failed') break
    if (said.block) await send(said.block)
    if (reading.signal.aborted) return 'done'
    if (said.said === 'block') continue
    if (!isRight(said.end)) break
    return said.end
  }
  for (const joint of joints) joint.beginAgain()
  return undefined

  async function send(block: Block): Promise<void> {
    const { layouts } = part.task
    const bytes = part.bytes(block)
    for (const { exit, records, from, length, found } of block.batches) {
      const { target } = joints[exit] ?? {}
      const sent = bytes.subarray(from, from + length)
      const isWritten = layouts[exit] !== undefined
      if (target && !target.done)
        target.send(isWritten ? new Written(sent, records, found) : new Lines(sent, records))
      await reading.gate.whenOpen()
    }
    part.giveBack(block)
  }
}
