// Provides standard output. A reader that has gone is no failure.

import type { Gate } from '../core/gate.ts'
import { BlockWriter } from './block-writer.ts'
import type { Output } from './output.ts'

export class Stdout implements Output {
  records = 0
  readonly #writer: BlockWriter

  constructor(gate: Gate, onClosed: () => void) {
    this.#writer = new BlockWriter(1, 'stdout', gate, onClosed)
  }

  write(text: string): boolean {
    const isRead = this.#writer.write(text)
    if (isRead) this.records++
    return isRead
  }

  flush(): Promise<void> {
    return this.#writer.flush()
  }

  commit(): void {}

  discard(): void {}
}
