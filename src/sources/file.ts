// Provides a file as a source.

import { open } from 'node:fs'
import { promisify } from 'node:util'
import { InputError, reasonOf } from '../core/errors.ts'
import { readDescriptor } from './descriptor.ts'
import type { Reading, Source } from './source.ts'

const openFile = promisify(open)

export class FileSource implements Source {
  readonly name: string

  constructor(path: string) {
    this.name = path
  }

  async read(reading: Reading): Promise<boolean> {
    const descriptor = await openFile(this.name, 'r').catch((error: unknown) => {
      throw new InputError(`${this.name}: ${reasonOf(error)}`)
    })
    return readDescriptor(descriptor, this.name, reading)
  }
}
