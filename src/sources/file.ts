// Provides a file, or a range of its bytes, as a source.

import { closeSync, open, openSync } from 'node:fs'
import { promisify } from 'node:util'
import { InputError, reasonOf } from '../core/errors.ts'
import { type Range, readDescriptor } from './descriptor.ts'
import { sizeOf } from './size.ts'
import type { Reading, Source } from './source.ts'

const openFile = promisify(open)

export class FileSource implements Source {
  readonly name: string
  readonly #range: Range | undefined

  constructor(path: string, range?: Range) {
    this.name = path
    this.#range = range
  }

  async read(reading: Reading): Promise<boolean> {
    const descriptor = await this.#open(reading.signal)
    if (descriptor === undefined) return false
    return readDescriptor(descriptor, this.name, reading, this.#range)
  }

  /** Answers with nothing if the signal comes first: to open a named pipe waits for a writer, a file is there at once. */
  async #open(signal: AbortSignal): Promise<number | undefined> {
    try {
      if (sizeOf(this.name) !== undefined) return openSync(this.name, 'r')
      return await openUnless(signal, this.name)
    } catch (error) {
      throw new InputError(`${this.name}: ${reasonOf(error)}`)
    }
  }
}

async function openUnless(signal: AbortSignal, path: string): Promise<number | undefined> {
  const opening = openFile(path, 'r')
  let onAbort = () => {}
  const aborted = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
  })
  const descriptor = await Promise.race([opening, aborted]).finally(() =>
    signal.removeEventListener('abort', onAbort),
  )
  if (descriptor === undefined) opening.then(closeSync, () => {})
  return descriptor
}
