// Opens a file that an interrupted run has left, cut back to what was safe.

import { closeSync, existsSync, fstatSync, ftruncateSync, openSync } from 'node:fs'
import { OutputError } from '../core/errors.ts'

export const ANEW = 'remove the checkpoint to begin anew'

/**
 * Opens a file to add to it after its first bytes; what follows these is cut off.
 *
 * @throws OutputError, without its name, when it has not so many.
 */
export function openCut(path: string, length: number): number {
  if (!existsSync(path)) throw new OutputError(`${path} is gone: ${ANEW}`)
  const descriptor = openSync(path, 'a')
  const { size } = fstatSync(descriptor)
  if (size < length) {
    closeSync(descriptor)
    throw new OutputError(
      `expected at least ${length} bytes, as the checkpoint says, found ${size}: ${ANEW}`,
    )
  }
  if (size > length) ftruncateSync(descriptor, length)
  return descriptor
}
