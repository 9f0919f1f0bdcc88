// Provides the sinks that all clients share. A record, or a batch of whole lines, is taken at once: nothing comes between.

import type { Target } from '../core/coroutine.ts'
import { Gate } from '../core/gate.ts'
import { columnsReaching } from '../plan/columns.ts'
import type { Plan } from '../plan/plan.ts'
import { sinkNamed } from '../plan/reached.ts'
import type { Writable } from '../record/lines.ts'
import type { Writing } from '../record/writing.ts'
import { Claims } from '../sinks/claims.ts'
import { Sinks } from '../sinks/open.ts'

export class SharedSinks {
  /** Shut while one of them is full. */
  readonly gate: Gate
  readonly #sinks: Sinks
  readonly #opened = new Map<string, Target<Writable>>()

  /** `onFailure` is called when one of them fails; `gate` has the error. */
  constructor(plan: Plan, onFailure: () => void, onWarning: (message: string) => void) {
    this.gate = new Gate(onFailure)
    const context = { fieldsOf: columnsReaching(plan.pipeline), onWarning }
    this.#sinks = new Sinks(this.gate, () => {}, new Claims(plan.dtd ?? []), context)
  }

  open(destination: string, writing?: Writing): Target<Writable> {
    const name = sinkNamed(destination)
    const sink = this.#opened.get(name) ?? this.#sinks.open(destination, writing)
    this.#opened.set(name, sink)
    return sink
  }

  load(): Promise<void> {
    return this.#sinks.load()
  }

  get records(): number {
    return this.#sinks.records
  }

  /** Ends well: what was written is there. */
  async finish(): Promise<void> {
    for (const sink of new Set(this.#opened.values())) sink.close()
    await this.#sinks.finish()
  }

  async abandon(error: unknown): Promise<void> {
    for (const sink of new Set(this.#opened.values())) {
      try {
        sink.throw(error)
      } catch {} // follows from the error
    }
    await this.#sinks.abandon()
  }
}
