// Reads an open file descriptor to its end, as a file or as what may be silent, and closes it.

import { closeSync, fstatSync, read } from 'node:fs'
import { promisify } from 'node:util'
import { InputError, reasonOf } from '../core/errors.ts'
import type { Reading } from './source.ts'

const CHUNK = 64 * 1024

const readSome = promisify(read)

/**
 * Answers whether it reached the end.
 *
 * @throws InputError with `name` when the system cannot read on; what `reading.write` throws as it is.
 */
export async function readDescriptor(
  descriptor: number,
  name: string,
  reading: Reading,
): Promise<boolean> {
  try {
    const kind = fstatSync(descriptor)
    if (kind.isFile()) return await readFile(descriptor, reading) // which needs nothing of the rest
    const { isStream, readStream } = await import('./stream.ts')
    return await (isStream(descriptor, kind) ? readStream : readFile)(descriptor, reading)
  } catch (error) {
    const { syscall = '' } = error as NodeJS.ErrnoException
    const isOurs = ['fstat', 'read'].includes(syscall)
    throw isOurs ? new InputError(`${name}: ${reasonOf(error)}`) : error
  }
}

async function readFile(descriptor: number, { write, gate, signal }: Reading): Promise<boolean> {
  const buffer = Buffer.allocUnsafe(CHUNK)
  try {
    while (!signal.aborted) {
      await gate.whenOpen()
      const { bytesRead } = await readSome(descriptor, buffer, 0, CHUNK, null)
      if (bytesRead === 0) return true
      if (!write(buffer.subarray(0, bytesRead))) return false
    }
    return false
  } finally {
    closeSync(descriptor)
  }
}
