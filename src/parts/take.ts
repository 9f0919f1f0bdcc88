// Passes on, in this thread, what comes of a part that another one reads.

import { Lines } from '../record/lines.ts'
import { Written } from '../sinks/written.ts'
import type { Reading } from '../sources/source.ts'
import type { Handed } from './crew.ts'
import type { JoinedLine } from './joined-line.ts'
import type { Block, End, Task } from './messages.ts'

/** How a part has ended; or how many records came of it by each exit, if it is to be read again, by this thread; or no more is wanted. */
export type Taken<T extends Task> = { end: End<T> } | { came: number[] } | 'done'

export async function take<T extends Task>(
  part: Handed<T>,
  { joints }: JoinedLine,
  { gate, signal }: Pick<Reading, 'gate' | 'signal'>,
  isRight: (end: End<T>) => boolean = () => true,
): Promise<Taken<T>> {
  const came = joints.map(() => 0)
  while (true) {
    const said = await part.next()
    if (said.said === 'failed') return { came }
    if (said.block) await send(said.block)
    if (signal.aborted) return 'done'
    if (said.said === 'block') continue
    return isRight(said.end) ? { end: said.end } : { came }
  }

  async function send(block: Block): Promise<void> {
    const { layouts } = part.task
    const bytes = part.bytes(block)
    for (const { exit, records, from, length, found } of block.batches) {
      const target = joints[exit]?.parts
      const sent = bytes.subarray(from, from + length)
      const isWritten = layouts[exit] !== undefined
      if (target && !target.done)
        target.send(isWritten ? new Written(sent, records, found) : new Lines(sent, records))
      came[exit] = (came[exit] ?? 0) + records
      await gate.whenOpen()
    }
    part.giveBack(block)
  }
}
