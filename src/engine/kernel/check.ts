// Reads a document only to see whether it is well-formed.

import type { Engine, EngineOptions } from '../engine.ts'
import { KernelReader } from './reader.ts'

export class KernelCheck extends KernelReader implements Engine {
  constructor(options: EngineOptions) {
    super('check', options)
  }

  protected override expand(): number {
    return 0
  }

  protected override deliver(): boolean {
    return true
  }
}
