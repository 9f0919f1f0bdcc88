// Provides the `kernel` engine: XML 1.0 and its namespaces to the letter, in WebAssembly.

import type { Target } from '../../core/coroutine.ts'
import { MODE_TAPE } from '../../kernel/layout.ts'
import type { Engine, EngineOptions } from '../engine.ts'
import { EVENT_WORDS, type Name, type Tape } from '../tape.ts'
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
      offset: (at) => this.places.offsetOf(utf8OffsetOf(events, at)),
      place: (at) => this.places.placeOf(utf8OffsetOf(events, at)),
      beyond: (limit, place) => this.beyond(limit, place),
      utf8: { bytes: new Uint8Array(buffer), from: texts },
    })
    exports.clearTape()
    return goesOn
  }
}

/** Where an element starts: its event has that in the place of a text. */
function utf8OffsetOf(events: Int32Array, at: number): number {
  return ((events[at + 2] ?? 0) >>> 0) + (events[at + 3] ?? 0) * 2 ** 32
}
