// Reads an open file descriptor to its end, as a file or as what may be silent, and closes it.

import { closeSync, fstatSync, read } from 'node:fs'
import { Socket } from 'node:net'
import { isatty, ReadStream } from 'node:tty'
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
    const isSilent = kind.isFIFO() || kind.isSocket() || isatty(descriptor)
    return await (isSilent ? readStream : readFile)(descriptor, reading)
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

// A pipe or a terminal may be silent for hours, and a thread that waits in a read cannot be called back.
async function readStream(descriptor: number, { write, gate, signal }: Reading): Promise<boolean> {
  if (signal.aborted) return false
  const stream = isatty(descriptor)
    ? new ReadStream(descriptor)
    : new Socket({ fd: descriptor, readable: true, writable: false })
  const stop = () => stream.destroy()
  signal.addEventListener('abort', stop)
  try {
    for await (const chunk of stream) {
      if (!write(chunk)) return false
      await gate.whenOpen()
    }
    return !signal.aborted
  } catch (error) {
    if (signal.aborted) return false
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
    stream.destroy()
  }
}
