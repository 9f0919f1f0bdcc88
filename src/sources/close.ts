// Closes what was read.

import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'

export const STDIN = 0

/** The number of standard input stays taken: node ends with a failure when it closes a file of its own by that number. */
export function closeInput(descriptor: number): void {
  closeSync(descriptor)
  if (descriptor === STDIN) openSync(devNull, 'r')
}
