// Provides a file, or a range of its bytes, as a source.

import { closeSync, open } from 'node:fs'
import { promisify } from 'node:util'
import { InputError, reasonOf } from '../core/errors.ts'
import { type Range, readDescriptor } from './descriptor.ts'
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
    const opening = openFile(this.name, 'r').catch((error: unknown) => {
      throw new InputError(`${this.name}: ${reasonOf(error)}`)
    })
    // opening a named pipe waits for a writer
    const { signal } = reading
    let onAbort = () => {}
    const aborted = new Promise<'aborted'>((resolve) => {
      onAbort = () => resolve('aborted')
      if (signal.aborted) onAbort()
      signal.addEventListener('abort', onAbort)
    })
    const descriptor = await Promise.race([opening, aborted]).finally(() =>
      signal.removeEventListener('abort', onAbort),
    )
    if (descriptor !== 'aborted') return readDescriptor(descriptor, this.name, reading, this.#range)
    opening.then(closeSync, () => {})
    return false
  }
}
