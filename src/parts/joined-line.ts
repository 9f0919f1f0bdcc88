// Provides the line of a run in parts: the first half of its pipeline, in this thread, the joints, and the second half.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { changing } from '../engine/changing.ts'
import type { Engine } from '../engine/engine.ts'
import type { Border, Inside } from '../engine/part.ts'
import type { XmlError } from '../engine/xml-error.ts'
import { Calls } from '../expression/calls.ts'
import type { Tally } from '../mapping/collect.ts'
import type { Findings, Line, LineOptions } from '../plan/ends.ts'
import { joinLine } from '../plan/line.ts'
import type { Plan } from '../plan/plan.ts'
import { startStage } from '../plan/wire.ts'
import type { OpenSink } from '../stages/stage.ts'
import { Joint, startsAt } from './joint.ts'
import type { Result } from './messages.ts'
import type { Seam } from './seam.ts'

/** What has become of a document that others have read to its end. */
const LEFT: Engine = { write: () => true, end() {} }

export class JoinedLine implements Line {
  readonly end: Target<never>
  readonly joints: readonly Joint[]
  /** What reads the document that was opened last. */
  #engine: Engine | undefined
  #source = ''
  readonly #front: Line
  readonly #report: Tally
  readonly #calls: Calls

  private constructor(front: Line, joints: readonly Joint[], report: Tally, calls: Calls) {
    this.#front = front
    this.joints = joints
    this.#report = report
    this.#calls = calls
    this.end = together([front.end, ...joints.map(({ end }) => end)])
  }

  static async join(plan: Plan, { own, exits }: Seam, options: LineOptions): Promise<JoinedLine> {
    const { openSink, report, calls = new Calls(), bridge } = options
    const after = new Calls()
    const wiring = { calls: after, ...(bridge && { bridge }) }
    const joints = exits.map((exit) => new Joint(exit, openSink, wiring))
    const jointOf = (name: string) => joints[exits.findIndex((exit) => exit.name === name)]
    const openExit: OpenSink = (name, writing) => {
      const target = jointOf(name)?.target as Target<never> | undefined
      return target ?? openSink(name, writing) // what is at fault goes to a sink of its own
    }
    const line = await joinLine(
      { ...plan, pipeline: own },
      {
        ...options,
        ...{ calls, openSink: openExit, start: startsAt(joints, startStage) },
        takesLines: (name) => jointOf(name)?.takesLines ?? true,
        whole: plan.pipeline,
      },
    )
    calls.adopt(after)
    return new JoinedLine(line, joints, report, calls)
  }

  /** Its documents may be left, and gone on with at another place. */
  open(source: string): Engine {
    this.#source = source
    this.#engine = this.#front.open(source)
    return changing(() => this.#reading)
  }

  get #reading(): Engine {
    return this.#engine as Engine
  }

  /** Where the bytes so far end, if the document may be cut there. */
  get border(): Border | undefined {
    return this.#reading.border?.()
  }

  /** Goes on with the document at another place. */
  goOn(inside: Inside): void {
    this.#engine = this.#front.open(this.#source, inside)
  }

  /** Has records left out where a part is read once more, by exit: they have come. */
  beginAgain(came: readonly number[]): void {
    for (const [i, records] of came.entries()) this.joints[i]?.beginAgain(records)
  }

  /** Adds what came of a part that another thread has read, besides what that has sent. */
  add({ states, findings: { records, seen, calls, ...findings } }: Result): void {
    for (const [i, state] of states.entries()) {
      if (state !== undefined) this.joints[i]?.merge(state)
    }
    const report = this.#report
    if (report.records === 0) {
      for (const [name, times] of seen) report.seen.set(name, (report.seen.get(name) ?? 0) + times)
    }
    report.records += records
    this.#calls.merge(calls)
    this.#front.learn(findings)
  }

  /** How what leaves by each exit is to be written by others, where that is known by now. */
  get layouts(): unknown[] {
    return this.joints.map(({ layout }) => layout)
  }

  leave(): void {
    this.#engine?.leave?.()
    this.#front.leave()
    this.#engine = LEFT
  }

  tolerates(fault: XmlError): boolean {
    return this.#front.tolerates(fault)
  }

  get isDone(): boolean {
    return this.#front.isDone || this.joints.every(({ target }) => target.done)
  }

  get warning(): string | undefined {
    return this.#front.warning
  }

  get unknown(): string | undefined {
    return this.#front.unknown
  }

  get findings(): Findings {
    return this.#front.findings
  }

  learn(findings: Findings): void {
    this.#front.learn(findings)
  }

  get records(): number {
    return this.#front.records
  }

  get isInRecord(): boolean {
    return this.#front.isInRecord
  }

  passed(step: number): number {
    return this.#front.passed(step)
  }

  get memory(): number {
    return this.#front.memory
  }
}

/** Ends its targets one after the other; nothing is sent to them through it. */
const together = coroutine(function* (_: Target<never>[]): Receiver<never> {
  yield
})
