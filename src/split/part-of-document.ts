// Provides the engine that reads a part of a document: it explains faults by how the whole begins, and ends with the part.

import type { Engine } from '../engine/engine.ts'
import { XmlError } from '../engine/xml-error.ts'
import { explained } from '../plan/explained.ts'

export class PartOfDocument implements Engine {
  readonly explainsItself = true
  readonly #engine: Engine
  readonly #end: () => void
  readonly #first: Buffer
  #at: number
  #last: Uint8Array = new Uint8Array(0)

  /** `first` is how the document begins, `at` where the part does. */
  constructor(engine: Engine, end: () => void, { first, at }: { first: Buffer; at: number }) {
    this.#engine = engine
    this.#end = end
    this.#first = first
    this.#at = at
  }

  write(bytes: Uint8Array): boolean {
    this.#last = bytes
    const wantsMore = this.#explaining(() => this.#engine.write(bytes))
    this.#at += bytes.length
    return wantsMore
  }

  end(): void {
    this.#explaining(this.#end)
  }

  space(bytes: number): Uint8Array | undefined {
    return this.#engine.space?.(bytes)
  }

  leave(): void {
    this.#engine.leave?.()
  }

  #explaining<T>(step: () => T): T {
    try {
      return step()
    } catch (error) {
      if (!(error instanceof XmlError)) throw error
      throw explained(error, { first: this.#first, last: this.#last, before: this.#at })
    }
  }
}
