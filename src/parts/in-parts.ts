// Provides the reading of documents in parts, for a run.

import type { Line, LineOptions } from '../plan/ends.ts'
import type { Plan } from '../plan/plan.ts'
import type { Report } from '../plan/report.ts'
import type { Workshop } from '../plan/run.ts'
import { openSource } from '../sources/open.ts'
import type { Source, SourceOptions } from '../sources/source.ts'
import { Crew } from './crew.ts'
import { JoinedLine } from './joined-line.ts'
import { PartedFile } from './parted-file.ts'
import { isPlain } from './plain-file.ts'
import { cut } from './seam.ts'
import { type Hire, hireThread } from './thread.ts'

/** How files are cut. */
export interface Cutting {
  /** How many threads read. */
  jobs: number
  /** Bytes of a file from which on it is read in parts. */
  smallest: number
  /** Bytes of a part. */
  step: number
  /** Whether this thread waits until the others are ready, which it does not usually. */
  waits: boolean
}

export class InParts implements Workshop {
  readonly #cutting: Cutting
  readonly #hire: Hire
  #crew: Crew | undefined
  #plan: Plan | undefined
  #line: JoinedLine | undefined
  #report: Report | undefined

  constructor(cutting: Cutting, hire: Hire = hireThread) {
    this.#cutting = cutting
    this.#hire = hire
  }

  async join(plan: Plan, options: LineOptions & { report: Report }): Promise<Line> {
    this.#report = options.report
    this.#crew = new Crew(this.#cutting.jobs - 1, this.#hire)
    this.#plan = { ...plan, inputs: [], onError: 'stop' }
    const seam = cut(plan.pipeline)
    this.#crew.begin({ plan: this.#plan, seam })
    this.#line = await JoinedLine.join(plan, seam, options)
    return this.#line
  }

  async open(input: string, options: SourceOptions): Promise<Source> {
    const { smallest, step, waits } = this.#cutting
    const [plan, line, crew] = [this.#plan, this.#line, this.#crew]
    if (!plan || !line || !crew || !isPlain(input, smallest)) return openSource(input, options)
    if (waits) await crew.whenReady()
    return new PartedFile(input, { plan, line, crew, step })
  }

  async end(): Promise<void> {
    if (this.#report && this.#crew) this.#report.parts = this.#crew.counts
    await this.#crew?.end()
    this.#crew = undefined
  }
}
