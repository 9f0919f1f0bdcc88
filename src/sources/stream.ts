// Reads a pipe, a socket or a terminal. It may be silent for hours, and a thread that waits in a read cannot
// be called back, so these wait in the event loop.

import { constants, createReadStream, openSync, type Stats } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { isatty, ReadStream } from 'node:tty'
import { closeInput, STDIN } from './close.ts'
import type { Reading } from './source.ts'

export function isStream(descriptor: number, kind: Stats): boolean {
  return kind.isFIFO() || kind.isSocket() || isatty(descriptor)
}

/** Answers whether it reached the end. */
export async function readStream(
  descriptor: number,
  { write, gate, signal }: Reading,
): Promise<boolean> {
  if (signal.aborted) return false
  const stream = streamOf(descriptor)
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

function streamOf(descriptor: number): Readable {
  if (isatty(descriptor)) return new ReadStream(descriptor)
  // Bun has no sockets of descriptors, but streams of files that wait for what comes
  if (process.versions.bun !== undefined) return createReadStream('', { fd: descriptor })
  const fd = descriptor === STDIN ? ownOf(descriptor) : descriptor // others may have it too
  return new Socket({ fd, readable: true, writable: false })
}

// A socket makes its descriptor non-blocking, for all processes that share it: those that read on from the same
// standard input would fail. What is opened again is not shared.
function ownOf(descriptor: number): number {
  try {
    const { O_RDONLY, O_NONBLOCK } = constants
    const own = openSync(`/proc/self/fd/${descriptor}`, O_RDONLY | O_NONBLOCK)
    closeInput(descriptor)
    return own
  } catch {
    return descriptor // no pipe, or a system without such names
  }
}
