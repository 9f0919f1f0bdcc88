// Ends a file: all that was given is written out, for good.

import { closeSync, fsync } from 'node:fs'
import { promisify } from 'node:util'
import { OutputError, reasonOf } from '../core/errors.ts'
import type { Writer } from './writer.ts'

const synchronise = promisify(fsync)

/** @throws OutputError with `name` when what was written to an open file is not on the disk. */
export async function settled(descriptor: number, name: string): Promise<void> {
  try {
    await synchronise(descriptor)
  } catch (error) {
    throw new OutputError(`${name}: ${reasonOf(error)}`)
  }
}

/** @throws OutputError with `name` when the system cannot; the file is closed all the same, after `onFailure`. */
export async function settle(
  writer: Pick<Writer, 'flush'>,
  descriptor: number,
  name: string,
  onFailure: () => void = () => {},
): Promise<void> {
  try {
    await writer.flush()
    await synchronise(descriptor)
  } catch (error) {
    onFailure()
    if (error instanceof OutputError) throw error
    throw new OutputError(`${name}: ${reasonOf(error)}`)
  } finally {
    closeSync(descriptor)
  }
}
