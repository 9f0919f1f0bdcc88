// Provides a run on the records of a stream, whose messages are done with when what became of their records is safe.

import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { type Ending, ending, type Failure, type Target } from '../core/coroutine.ts'
import { StageError } from '../core/errors.ts'
import { lasting } from '../core/lasting.ts'
import { XmlError } from '../engine/xml-error.ts'
import type { Line, LineOptions } from '../plan/ends.ts'
import { joinLine } from '../plan/line.ts'
import { wordsOf } from '../plan/places.ts'
import type { Plan } from '../plan/plan.ts'
import type { Report } from '../plan/report.ts'
import type { Workshop } from '../plan/run.ts'
import type { Value } from '../record/record.ts'
import type { Writing } from '../record/writing.ts'
import { placeOf } from '../sinks/destination-format.ts'
import type { Appearing, Keeping } from '../sinks/keeping.ts'
import type { Sinks } from '../sinks/open.ts'
import type { Origins } from '../sinks/published.ts'
import type { Source } from '../sources/source.ts'
import { parseStreamInput } from '../sources/stream-input.ts'
import { type Done, StreamSource } from '../sources/stream-source.ts'
import type { Consumed, ConsumptionFile } from './consumption-file.ts'

export class Consumption implements Workshop {
  readonly isConsuming = true
  readonly keeping?: Keeping
  readonly origins: Origins
  readonly #plan: Plan
  readonly #file: ConsumptionFile | undefined
  readonly #before: Consumed | undefined
  readonly #opened = new Set<Target<never>>()
  #identity = ''
  #sequence = 0
  #sinks: Sinks | undefined
  #join!: () => Promise<Line>
  #line!: Line

  constructor(plan: Plan, file?: ConsumptionFile, before?: Consumed) {
    this.#plan = plan
    this.#file = file
    this.#before = before
    if (file) this.keeping = keepingOf(file.path, before)
    this.origins = {
      work: wordsOf({ pipeline: plan.pipeline }),
      identityOf: () => this.#identity,
      place: () => this.#sequence,
    }
  }

  async join(plan: Plan, options: LineOptions & { report: Report }): Promise<Line> {
    const opened = new Map<Target<Value>, Target<Value>>()
    const openSink = (destination: string, writing?: Writing) => {
      const sink = options.openSink(destination, writing)
      const known = opened.get(sink) ?? lasting(sink, (record: Value) => sink.send(record))
      opened.set(sink, known)
      this.#opened.add(sink)
      return known
    }
    this.#join = () => joinLine(plan, { ...options, openSink })
    this.#line = await this.#join()
    const now = () => this.#line
    return {
      end: this.#end(),
      open: (source) => now().open(source),
      leave: () => now().leave(),
      tolerates: (fault) => now().tolerates(fault),
      get isDone() {
        return now().isDone
      },
      get warning() {
        return now().warning
      },
      get unknown() {
        return now().unknown
      },
      get findings() {
        return now().findings
      },
      learn: (findings) => now().learn(findings),
      get records() {
        return now().records
      },
      get isInRecord() {
        return now().isInRecord
      },
      passed: (step) => now().passed(step),
      get memory() {
        return now().memory
      },
    }
  }

  async begin(sinks: Sinks): Promise<number> {
    this.#sinks = sinks
    if (this.#file) await this.#save(this.#before?.done ?? null)
    return 0
  }

  async open(input: string): Promise<Source> {
    return new StreamSource(parseStreamInput(input), {
      untilDrained: this.#plan.untilDrained === true,
      before: this.#before?.done ?? undefined,
      save: (done) => this.#save(done),
      onMessage: (sequence, { identity }) => {
        this.#identity = identity
        this.#sequence = sequence
      },
      renew: async () => {
        this.#line = await this.#join()
      },
      isOfRecord: (error) => error instanceof StageError || error instanceof XmlError,
    })
  }

  written(files: Appearing): void {
    this.#file?.write({ files })
  }

  async #save(done: Done | null): Promise<void> {
    const sinks = await (this.#sinks as Sinks).keep()
    this.#file?.write({ consumed: { sinks, done } })
  }

  /** Ends the line that there is then, and the sinks of all that there were. */
  #end(): Target<never> {
    const all = (failure?: Failure): Ending[] =>
      [this.#line.end, ...this.#opened].map((target) => ending(target, failure))
    const end = (failure?: Failure) => {
      for (const steps of all(failure)) for (const _ of steps);
    }
    const isDone = () => this.#line.end.done
    return {
      send: () => !isDone(),
      close: () => end(),
      throw: (error) => end({ error }),
      get done() {
        return isDone()
      },
    }
  }
}

/** Names that are the same in each run with this checkpoint. */
function keepingOf(path: string, before: Consumed | undefined): Keeping {
  const states = new Map(before?.sinks)
  return {
    nameFor(destination) {
      const text = `${resolve(path)}\n${placeOf(destination)}`
      return createHash('sha256').update(text).digest('hex').slice(0, 12)
    },
    stateOf: (destination) => states.get(placeOf(destination)),
  }
}
