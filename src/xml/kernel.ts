// Provides the `kernel` engine: XML 1.0 and its namespaces to the letter, in WebAssembly.

import type { Target } from '../core/coroutine.ts'
import type { Engine, EngineOptions } from './engine.ts'
import { KernelReader } from './kernel-reader.ts'
import { EVENT_WORDS, type Name, type Tape } from './tape.ts'

/** Reads one document with the kernel. */
export function kernelEngine(target: Target<Tape>, options: EngineOptions = {}): Engine {
  return new KernelEngine(target, options)
}

class KernelEngine extends KernelReader implements Engine {
  readonly #target: Target<Tape>
  readonly #names: Name[] = []

  constructor(target: Target<Tape>, options: EngineOptions) {
    super('tape', options)
    this.#target = target
  }

  protected override expand(name: number, uri: number): number {
    const qualified = this.kernel.nameText(name)
    const local = qualified.slice(qualified.indexOf(':') + 1)
    this.#names.push({ qualified, local, uri: this.kernel.nameText(uri) })
    return 0
  }

  protected override deliver(): boolean {
    const { exports } = this.kernel
    const length = exports.tapeLength()
    if (length === 0) return !this.#target.done
    const { buffer } = exports.memory
    const events = new Int32Array(buffer, exports.tape(), length * EVENT_WORDS)
    const texts = exports.texts()
    const { kernel } = this
    const goesOn = this.#target.send({
      events,
      length,
      names: this.#names,
      text(at) {
        return kernel.text(texts + (events[at + 2] ?? 0), events[at + 3] ?? 0)
      },
      utf8: { bytes: new Uint8Array(buffer), from: texts },
    })
    exports.clearTape()
    return goesOn
  }
}
