// Reads a pipe, a socket or a terminal. It may be silent for hours, and a thread that waits in a read cannot
// be called back, so these wait in the event loop.

import type { Stats } from 'node:fs'
import { Socket } from 'node:net'
import { isatty, ReadStream } from 'node:tty'
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
