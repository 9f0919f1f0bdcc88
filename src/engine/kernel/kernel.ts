// Provides the `kernel` engine: XML 1.0 and its namespaces to the letter, in WebAssembly.

import type { Target } from '../../core/coroutine.ts'
import { MODE_TAPE } from '../../kernel/layout.ts'
import type { Engine, EngineOptions } from '../engine.ts'
import type { Name, Tape } from '../tape.ts'
import { KernelTape } from './kernel-tape.ts'
import { KernelReader } from './reader.ts'

/** Reads one document with the kernel. */
export function kernelEngine(target: Target<Tape>, options: EngineOptions = {}): Engine {
  return new KernelEngine(target, options)
}

/** A document may have a hundred thousand: each is to be small. */
class KernelName implements Name {
  readonly qualified: string
  readonly uri: string

  constructor(qualified: string, uri: string) {
    this.qualified = qualified
    this.uri = uri
  }

  get local(): string {
    return this.qualified.slice(this.qualified.indexOf(':') + 1)
  }
}

class KernelEngine extends KernelReader implements Engine {
  readonly #target: Target<Tape>
  readonly #names: Name[] = []
  readonly #beyond: KernelTape['beyond'] = (limit, place) => this.beyond(limit, place)
  #uri = 0 // of the name before, and its text
  #uriText = ''

  constructor(target: Target<Tape>, options: EngineOptions) {
    super(MODE_TAPE, options)
    this.#target = target
  }

  protected override expand(name: number, uri: number): number {
    if (uri !== this.#uri) [this.#uri, this.#uriText] = [uri, this.kernel.nameText(uri)]
    this.#names.push(new KernelName(this.kernel.nameText(name), this.#uriText))
    return 0
  }

  protected override deliver(): boolean {
    const { exports } = this.kernel
    if (exports.tapeLength() === 0) return !this.#target.done
    const tape = new KernelTape(this.kernel, this.places, this.#names, this.#beyond)
    const goesOn = this.#target.send(tape)
    exports.clearTape()
    return goesOn
  }
}
