// Writes what a person reads to stdout and stderr. A reader that has gone is no failure, a full disk is one.

import { writeSync } from 'node:fs'
import { OutputError, reasonOf } from '../core/errors.ts'
import { withoutLoginIn } from '../nats/address.ts'
import { clearStatus } from './status-line.ts'

const BUSY = 2 // ms until a pipe that is full is tried again

/** @throws OutputError when stdout cannot take all of it, except that its reader has gone. */
export function print(text: string): void {
  clearStatus()
  const bytes = Buffer.from(`${text}\n`)
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN') throw new OutputError(`stdout: ${reasonOf(error)}`)
      pause(BUSY)
    }
  }
}

export function say(text: string): void {
  const { stderr } = process
  if (stderr.listenerCount('error') === 0) stderr.on('error', () => {}) // there is nowhere to report it
  clearStatus()
  stderr.write(`${withoutLoginIn(text)}\n`)
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
