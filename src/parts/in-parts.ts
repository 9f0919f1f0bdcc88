// Provides the reading of documents in parts, for a run.

import type { Line, LineOptions } from '../plan/ends.ts'
import type { Plan } from '../plan/plan.ts'
import type { Report } from '../plan/report.ts'
import type { Workshop } from '../plan/run.ts'
import { eachInput, openSource } from '../sources/open.ts'
import type { Reading, Source, SourceOptions } from '../sources/source.ts'
import { FileContent } from './content.ts'
import { Crew } from './crew.ts'
import { DocumentQueue } from './document-queue.ts'
import { JoinedLine } from './joined-line.ts'
import { mostAtOnce } from './part-queue.ts'
import { PartedDocument } from './parted-document.ts'
import { cut } from './seam.ts'
import type { Sharing } from './share-out.ts'
import { StreamContent } from './stream-content.ts'
import { type Hire, hireThread } from './thread.ts'

const STREAM_STEP = 2 * 1024 * 1024 // bytes of a part of what comes by and by

export class InParts implements Workshop {
  readonly #sharing: Sharing
  readonly #hire: Hire
  #shared: Shared | undefined
  #report: Report | undefined
  #opened = 0 // inputs

  constructor(sharing: Sharing, hire: Hire = hireThread) {
    this.#sharing = sharing
    this.#hire = hire
  }

  async join(plan: Plan, options: LineOptions & { report: Report }): Promise<Line> {
    const { jobs, ways, isUnordered = false } = this.#sharing
    this.#report = options.report
    const crew = new Crew(jobs - 1, this.#hire)
    const part: Plan = { ...plan, inputs: [], onError: 'stop' }
    const seam = cut(plan.pipeline)
    crew.begin({ plan: part, seam })
    const line = await JoinedLine.join(plan, seam, options)
    const inputs = [...eachInput(plan.inputs)].map(({ input }) => input)
    const documents = new DocumentQueue({ crew, line, inputs, ways, isUnordered })
    this.#shared = { plan: part, line, crew, documents }
    return line
  }

  async open(input: string, options: SourceOptions): Promise<Source> {
    const { waits = false, step, ways } = this.#sharing
    const { documents, ...shared } = this.#shared as Shared
    if (waits) await shared.crew.whenReady()
    const number = this.#opened++
    const way = ways[number]
    if (way === 'in parts') {
      const open = (reading: Reading) => new FileContent(input, reading)
      return new PartedDocument(input, { ...shared, open, step })
    }
    if (way === 'as it comes') {
      const source = await openSource(input, options)
      const short = Math.min(step, STREAM_STEP)
      const size = mostAtOnce(shared.crew.size, short)
      const open = (reading: Reading) => new StreamContent(source, size, reading)
      return new PartedDocument(source.name, { ...shared, open, step: short })
    }
    return documents.open(number, options)
  }

  async end(): Promise<void> {
    const { crew } = this.#shared ?? {}
    if (this.#report && crew) this.#report.parts = crew.counts
    await crew?.end()
    this.#shared = undefined
  }
}

interface Shared {
  plan: Plan
  line: JoinedLine
  crew: Crew
  documents: DocumentQueue
}
