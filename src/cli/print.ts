// Writes what a person reads to stdout and stderr. A reader that has gone is no failure, a full disk is one.

import { writeSync } from 'node:fs'
import { OutputError, reasonOf } from '../core/errors.ts'
import { withoutLoginIn } from '../nats/address.ts'
import { clearStatus } from './status-line.ts'

const BUSY = 2 // ms until a pipe that is full is tried again

/** @throws OutputError when stdout cannot take all of it, except that its reader has gone. */
export function print(text: string): void {
  clearStatus()
  try {
    writeLine(1, text)
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw new OutputError(`stdout: ${reasonOf(error)}`)
  }
}

/** Prints it on stderr. To load the stream of Node for that takes longer than all the rest of a message. */
export function say(text: string): void {
  clearStatus()
  try {
    writeLine(2, withoutLoginIn(text))
  } catch {} // there is nowhere to report it
}

function writeLine(descriptor: number, text: string): void {
  const bytes = Buffer.from(`${text}\n`)
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written)
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error
      pause(BUSY)
    }
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
