// Provides what writes the records of a part in the format of the file that they go to.

import type { PartEncoder } from '../formats/format.ts'
import { formatWritten } from '../formats/formats.ts'
import type { Exit } from './seam.ts'

/** Nothing where they are to be lines: the layout of the file is not known yet, or there is none. */
export async function encoderFor(exit: Exit, layout: unknown): Promise<PartEncoder | undefined> {
  if (exit.form !== 'written' || layout === undefined) return undefined
  const format = await formatWritten(exit.format).load()
  return format.makes === 'bytes' ? format.openPart?.(layout) : undefined
}
