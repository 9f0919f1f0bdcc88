// Reads parts of documents, and whole ones, one after the other, for another thread.

import { Calls } from '../expression/calls.ts'
import type { Line } from '../plan/ends.ts'
import { joinLine } from '../plan/line.ts'
import type { Plan } from '../plan/plan.ts'
import { rulesOf, type Way } from './around.ts'
import { BlockFiller, type Shared } from './blocks.ts'
import type { DocumentSize, PartPlace, Said, Setup, Task } from './messages.ts'
import { encoderFor } from './part-encoder.ts'
import { PartOfDocument } from './part-of-document.ts'
import { Cancelled, PartOutput } from './part-output.ts'
import type { Exit } from './seam.ts'
import { readWhole } from './whole-document.ts'

export class PartReader {
  readonly #plan: Plan
  readonly #exits: readonly Exit[]
  readonly #filler: BlockFiller
  readonly #say: (said: Said) => void
  readonly #rules: Pick<Way, 'pattern' | 'options'>
  #last = Promise.resolve()

  constructor(
    { plan, seam, ...shared }: Pick<Setup, 'plan' | 'seam'> & Shared,
    say: (said: Said) => void,
  ) {
    this.#plan = { ...plan, pipeline: seam.front }
    this.#exits = seam.exits
    this.#filler = new BlockFiller(shared)
    this.#say = say
    this.#rules = rulesOf(plan)
  }

  /** Reads what it is given when that before is read: without a pause, but to open its line, and for what is compressed. */
  read(task: Task): void {
    this.#last = this.#last.then(async () => {
      const { part } = task
      try {
        if (!this.#filler.isCancelled(part)) await this.#read(task)
      } catch (error) {
        if (!(error instanceof Cancelled)) this.#say({ part, said: 'failed' })
      }
    })
  }

  async #read(task: Task): Promise<void> {
    const { part, layouts } = task
    const reading = this.#readingOf(task)
    const encoders = await Promise.all(this.#exits.map((exit, i) => encoderFor(exit, layouts[i])))
    const output = new PartOutput(this.#exits, encoders, this.#filler, part, (block) =>
      this.#say({ part, said: 'block', block }),
    )
    const report = { records: 0, seen: new Map<string, number>() }
    const calls = new Calls()
    const line = await joinLine(this.#plan, {
      openSink: (exit) => output.open(exit),
      takesLines: (exit) => output.takesLines(exit),
      start: output.start,
      isPart: true,
      report,
      calls,
      onWarning() {
        throw new Error('a warning is for the thread that knows what was warned of before')
      },
    })
    try {
      const place = await reading(line)
      line.leave()
      line.end.close()
      const { states, block } = output.end()
      const findings = { ...line.findings, ...report, calls: calls.state() }
      this.#say({ part, said: 'ended', block, end: { ...place, states, findings } })
    } finally {
      line.leave()
      output.abandon()
    }
  }

  #readingOf(task: Task): (line: Line) => PartPlace | Promise<DocumentSize> {
    const goOn = () => {
      if (this.#filler.isCancelled(task.part)) throw new Cancelled()
    }
    if ('input' in task) return (line) => readWhole(task.input, line, goOn)
    const part = new PartOfDocument(task, { ...this.#rules, goOn })
    return (line) => part.read(line)
  }
}
