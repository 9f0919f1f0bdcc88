// Provides the pipeline of one client: its bytes go in, and what it is sent comes out.

import { type Ending, ending, type Target } from '../core/coroutine.ts'
import { cut } from '../core/drain.ts'
import { Gate } from '../core/gate.ts'
import { lasting } from '../core/lasting.ts'
import type { Engine } from '../engine/engine.ts'
import { columnsReaching } from '../plan/columns.ts'
import type { Line } from '../plan/ends.ts'
import { joinLine } from '../plan/line.ts'
import type { StepWatch } from '../plan/meter.ts'
import type { Plan } from '../plan/plan.ts'
import { scopesOf } from '../plan/scope.ts'
import { Seen } from '../plan/seen.ts'
import type { Writable } from '../record/lines.ts'
import { isStandardOutput } from '../sinks/destination-format.ts'
import { Sinks } from '../sinks/open.ts'
import type { OpenSink } from '../stages/stage.ts'
import { ClientOutput } from './client-output.ts'

export interface SessionOptions {
  plan: Plan
  /** What errors call the document. */
  name: string
  /** Opens what is not for this client alone. */
  openShared: OpenSink
  /** Counts the records of each step. */
  watch?: StepWatch
  onWarning: (message: string) => void
}

const LEFT = new Error('the client has left')

export class Session {
  readonly output: ClientOutput
  readonly line: Line
  readonly #sinks: Sinks
  readonly #shared: Muted
  readonly #engine: Engine
  readonly #seen = new Seen()
  #isWhole = false // nothing more of the document is wanted
  #steps: Ending | undefined

  private constructor(line: Line, sinks: Sinks, shared: Muted, output: ClientOutput, name: string) {
    this.line = line
    this.output = output
    this.#sinks = sinks
    this.#shared = shared
    this.#engine = line.open(name)
  }

  static async begin({
    plan,
    name,
    openShared,
    watch,
    onWarning,
  }: SessionOptions): Promise<Session> {
    const output = new ClientOutput()
    const scopes = scopesOf(plan)
    const context = { fieldsOf: columnsReaching(plan.pipeline), onWarning, scopes, stdout: output }
    const sinks = new Sinks(new Gate(), () => {}, undefined, context)
    const shared = new Muted()
    const openSink: OpenSink = (destination, writing) =>
      isStandardOutput(destination)
        ? sinks.open(destination, writing)
        : shared.of(openShared(destination, writing))
    const report = { records: 0, seen: new Map<string, number>() }
    const line = await joinLine(plan, {
      ...{ openSink, report, scopes, onWarning },
      ...(watch && { meter: watch }),
    })
    await sinks.load()
    return new Session(line, sinks, shared, output, name)
  }

  /**
   * Takes the next bytes and answers whether more are wanted.
   *
   * @throws XmlError, StageError, OutputError.
   */
  write(bytes: Uint8Array): boolean {
    this.#seen.add(bytes)
    const goesOn = this.#engine.write(bytes)
    this.#isWhole = !goesOn
    return goesOn
  }

  /** Ends the document: no more bytes come. */
  endDocument(): void {
    this.#engine.end()
    this.#isWhole = true
  }

  /** Whether the bytes so far end inside a record. */
  get isInRecord(): boolean {
    return this.line.isInRecord
  }

  /** Bytes that it takes, about. */
  get size(): number {
    return this.output.length + this.line.memory
  }

  /** Ends the coroutines, step by step: after each there may be more to send. A document that has not ended is left. */
  *ending(): Generator<void, void> {
    this.line.leave()
    if (!this.#isWhole) this.#silence()
    this.#steps = ending(this.line.end)
    while (!this.#steps.next().done) yield
    this.#steps = undefined
  }

  /** Ends them because of an error, which is then explained as far as the document does so. */
  async fail(error: unknown): Promise<unknown> {
    try {
      this.line.leave()
      this.#silence()
      cut(this.#steps ?? ending(this.line.end, { error }), error)
    } catch {} // follows from the first
    return this.#engine.explainsItself ? error : this.#seen.explain(error)
  }

  /** Gives back what it holds, however it has ended; to call it again is harmless. */
  release(): void {
    try {
      this.line.leave()
      this.#silence()
      cut(this.#steps ?? ending(this.line.end, { error: LEFT }), LEFT)
    } catch {} // the client has left
  }

  /** What stages make of no records looks like an answer. */
  #silence(): void {
    if (this.line.records > 0) return
    this.#sinks.silence()
    this.#shared.isSilent = true
  }
}

/** Sinks of all clients as one of them has them: what it ends goes on for others, and it may fall silent. */
class Muted {
  isSilent = false
  readonly #known = new Map<Target<Writable>, Target<Writable>>()

  of(sink: Target<Writable>): Target<Writable> {
    const known =
      this.#known.get(sink) ?? lasting(sink, (item: Writable) => this.isSilent || sink.send(item))
    this.#known.set(sink, known)
    return known
  }
}
