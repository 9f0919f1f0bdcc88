// Answers whether a descriptor is a terminal, without loading what only terminals need, and who else writes there.

import { fstatSync, statSync } from 'node:fs'
import { devNull } from 'node:os'

/** Whether what is written there is shown to a person. */
export function isTerminal(descriptor: number): boolean {
  if (!mayBeTerminal(descriptor)) return false
  return process.getBuiltinModule('node:tty').isatty(descriptor)
}

/** The terminal of the process, which several may write to: `onPrint` is called before records are. */
export const terminal: { onPrint?: () => void } = {}

/** Whether it is a device, and not the null device. */
function mayBeTerminal(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor)
    return kind.isCharacterDevice() && kind.rdev !== statSync(devNull).rdev
  } catch {
    return false // the first write says why
  }
}

/** How many characters stand side by side on a terminal. */
export function columnsOf(descriptor: number): number {
  const { WriteStream } = process.getBuiltinModule('node:tty')
  const stream = [process.stdout, process.stderr][descriptor - 1]
  const columns = stream instanceof WriteStream ? stream.columns : 0
  return columns > 0 ? columns : 80 // none is what some terminals say that do not know
}
