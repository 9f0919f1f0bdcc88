// Provides standard output. A reader that has gone is no failure.

import type { Gate } from '../core/gate.ts'
import { BlockWriter } from './block-writer.ts'
import { Output } from './output.ts'

export class Stdout extends Output {
  protected readonly writer: BlockWriter

  constructor(gate: Gate, onClosed: () => void) {
    super()
    this.writer = new BlockWriter(1, 'stdout', gate, onClosed)
  }

  flush(): Promise<void> {
    return this.writer.flush()
  }
}
