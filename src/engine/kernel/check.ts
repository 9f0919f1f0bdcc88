// Reads a document only to see whether it is well-formed.

import { MODE_CHECK } from '../../kernel/layout.ts'
import type { Engine, EngineOptions } from '../engine.ts'
import { KernelReader } from './reader.ts'

export class KernelCheck extends KernelReader implements Engine {
  constructor(options: EngineOptions) {
    super(MODE_CHECK, options)
  }

  protected override expand(): number {
    return 0
  }

  protected override deliver(): boolean {
    return true
  }
}
