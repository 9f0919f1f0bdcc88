// Provides standard input as a source.

import { readDescriptor } from './descriptor.ts'
import type { Reading, Source } from './source.ts'

export class StdinSource implements Source {
  readonly name = 'stdin'

  read(reading: Reading): Promise<boolean> {
    return readDescriptor(0, this.name, reading)
  }
}
