// Provides standard output, or another descriptor that is open already. A reader that has gone is no failure.

import type { Gate } from '../core/gate.ts'
import { BlockWriter } from './block-writer.ts'
import { Output } from './output.ts'
import type { Writer } from './writer.ts'

export class Stdout extends Output {
  protected writer: Writer

  constructor(gate: Gate, onClosed: () => void, descriptor = 1, name = 'stdout') {
    super()
    this.writer = new BlockWriter(descriptor, name, gate, onClosed)
  }

  /** It stays open: more may be written afterwards. */
  override flush(): Promise<void> {
    return this.writeOut()
  }

  /** Whoever reads it has all, or the system for them. */
  async keep(): Promise<void> {
    await this.writer.flush()
  }

  protected override writeOut(): Promise<void> {
    return this.writer.flush()
  }
}
