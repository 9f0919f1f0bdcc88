// Plans who reads which of many inputs whole: other threads some of those that follow, in turn, this thread the rest.

import { Gate } from '../core/gate.ts'
import { openSource } from '../sources/open.ts'
import { sizeOf } from '../sources/size.ts'
import type { Reading, Source, SourceOptions } from '../sources/source.ts'
import { AHEAD, type Crew, type Handed, MOST_DROPPED } from './crew.ts'
import type { JoinedLine } from './joined-line.ts'
import type { DocumentTask } from './messages.ts'
import { type Taken, take } from './take.ts'
import type { Way } from './way.ts'

export interface DocumentQueueOptions {
  crew: Crew
  line: JoinedLine
  inputs: readonly string[]
  ways: readonly Way[]
  /** Whether what comes of inputs is passed on as it comes, not in the order of these. */
  isUnordered: boolean
}

export class DocumentQueue {
  readonly #of: DocumentQueueOptions
  readonly #handed = new Map<number, HandedDocument>() // by the number of the input
  #gate: Pick<Gate, 'whenOpen'> = new Gate() // the same for all inputs
  #planned = 0 // inputs, from the first on
  #inRound = 0
  #dropped = 0 // since one was taken

  constructor(options: DocumentQueueOptions) {
    this.#of = options
  }

  /** The source of an input; they come in their order. */
  async open(number: number, options: SourceOptions): Promise<Source> {
    const { crew, inputs } = this.#of
    if (this.#planned < number) this.#planned = number
    if (crew.isReady && this.#dropped <= MOST_DROPPED) this.#fill(options.signal)
    const input = inputs[number] as string
    const handed = this.#handed.get(number)
    this.#handed.delete(number)
    const source = handed ? undefined : await openSource(input, options)
    return {
      name: source?.name ?? input,
      read: (reading) => {
        this.#gate = reading.gate
        return handed ? this.#take(handed, reading, options) : (source as Source).read(reading)
      },
    }
  }

  /** Hands out inputs, as many as the threads need to go on, and none beyond one that is read in parts. */
  #fill(signal: AbortSignal = new AbortController().signal): void {
    const { crew, line, inputs, ways, isUnordered } = this.#of
    while (this.#handed.size < AHEAD * crew.size) {
      const way = ways[this.#planned]
      if (way === undefined || way === 'in parts' || way === 'as it comes') return
      const number = this.#planned++
      if (way !== 'whole' || this.#inRound++ % (crew.size + 1) === 0) continue
      const input = inputs[number] as string
      const part = crew.hand<DocumentTask>({ input, layouts: line.layouts })
      const gate = { whenOpen: () => this.#gate.whenOpen() }
      const taking = isUnordered ? take(part, line, { gate, signal }) : undefined
      taking?.catch(() => {}) // thrown when its turn comes
      this.#handed.set(number, { part, taking })
    }
  }

  /** Takes a document as it was read, or reads it here. */
  async #take(
    { part, taking }: HandedDocument,
    reading: Reading,
    options: SourceOptions,
  ): Promise<boolean> {
    const { crew, line } = this.#of
    const { input } = part.task
    const taken = await (taking ?? take(part, line, reading))
    if (taken === 'done') return false
    if ('came' in taken) {
      crew.drop(part) // what there is to say of it is said here
      this.#dropped++
      line.beginAgain(taken.came)
      return (await openSource(input, options)).read(reading)
    }
    crew.counts.read++
    this.#dropped = 0
    line.leave()
    line.add(taken.end)
    const { bytes, stored } = taken.end
    reading.onSize?.(sizeOf(input) ?? stored)
    reading.skip?.(bytes)
    reading.onRead?.(stored)
    return !line.isDone
  }
}

interface HandedDocument {
  part: Handed<DocumentTask>
  /** What becomes of it, where that is not asked for in its turn. */
  taking: Promise<Taken<DocumentTask>> | undefined
}
