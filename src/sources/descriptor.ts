// Reads an open file descriptor to its end, as a file or as what may be silent, and closes it.

import { fstatSync, readSync } from 'node:fs'
import { InputError, reasonOf } from '../core/errors.ts'
import { nextTurn } from '../core/next-turn.ts'
import { closeInput } from './close.ts'
import type { Reading } from './source.ts'

const FIRST_CHUNK = 64 * 1024 // all that --head needs of most files
const CHUNK = 256 * 1024
const TURN = 4 // chunks, some milliseconds, until anything else may happen

/** Bytes of a file that can be read at any place: from an offset up to another one, or to the end. */
export interface Range {
  from: number
  to?: number
}

/**
 * Answers whether it reached the end, of the range if one is given.
 *
 * @throws InputError with `name` when the system cannot read on; what `reading.write` throws as it is.
 */
export async function readDescriptor(
  descriptor: number,
  name: string,
  reading: Reading,
  range?: Range,
): Promise<boolean> {
  try {
    const kind = fstatSync(descriptor)
    if (range) {
      const { from, to = kind.size } = range
      reading.onSize?.(Math.max(0, to - from))
      return await readFile(descriptor, reading, range)
    }
    if (kind.isFile()) {
      if (kind.size > 0) reading.onSize?.(kind.size) // files of /proc have none
      return await readFile(descriptor, reading) // which needs nothing of the rest
    }
    const { isStream, readStream } = await import('./stream.ts')
    return await (isStream(descriptor, kind) ? readStream : readFile)(descriptor, reading)
  } catch (error) {
    const { syscall = '' } = error as NodeJS.ErrnoException
    const isOurs = ['fstat', 'read'].includes(syscall)
    throw isOurs ? new InputError(`${name}: ${reasonOf(error)}`) : error
  }
}

// A file answers at once: to wait for it in another thread costs more than the reading.
async function readFile(
  descriptor: number,
  reading: Reading,
  { from, to = Number.POSITIVE_INFINITY }: Partial<Range> = {},
): Promise<boolean> {
  const { gate, signal } = reading
  let size = FIRST_CHUNK
  let at = from ?? null // where the system has it, if it may be no place that can be named
  let own: Buffer | undefined
  let chunks = 0
  try {
    while (!signal.aborted) {
      await gate.whenOpen()
      if (at !== null) size = Math.min(size, to - at)
      if (size === 0) return true
      let space = reading.space?.(size)
      if (space === undefined) space = own ??= Buffer.allocUnsafe(CHUNK)
      const length = readSync(descriptor, space, 0, size, at)
      if (length === 0) return true
      if (at !== null) at += length
      if (!reading.write(space.subarray(0, length))) return false
      size = CHUNK
      if (++chunks % TURN === 0) await nextTurn() // signals and finished writes have theirs
    }
    return false
  } finally {
    closeInput(descriptor)
  }
}
