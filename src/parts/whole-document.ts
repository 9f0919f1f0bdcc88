// Reads a whole document where another thread is asked for it.

import { readDocument } from '../plan/document.ts'
import type { Line } from '../plan/ends.ts'
import { openSource } from '../sources/open.ts'
import type { DocumentSize } from './messages.ts'

/**
 * Reads it to its end; `goOn` is called now and then, and throws if it is not wanted any more.
 *
 * @throws Error for whatever another thread has to look at.
 */
export async function readWhole(
  input: string,
  line: Line,
  goOn: () => void,
): Promise<DocumentSize> {
  const source = await openSource(input)
  const size = { bytes: 0, stored: 0 }
  const stop = new AbortController()
  const hasEnded = await readDocument(source, {
    open: () => line.open(source.name),
    write(engine, bytes) {
      goOn()
      size.bytes += bytes.length
      return engine.write(bytes)
    },
    onRead(bytes) {
      size.stored += bytes
    },
    signal: stop.signal,
  })
  if (!hasEnded) throw new Error('whether more is wanted is for the thread that has the whole')
  return size
}
