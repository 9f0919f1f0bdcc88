// Plans who reads which of many inputs whole: other threads some of those that follow, in turn, this thread the rest.

import { openSource } from '../sources/open.ts'
import { sizeOf } from '../sources/size.ts'
import type { Reading, Source, SourceOptions } from '../sources/source.ts'
import type { Crew, Handed } from './crew.ts'
import type { JoinedLine } from './joined-line.ts'
import type { DocumentTask } from './messages.ts'
import { take } from './take.ts'
import type { Way } from './way.ts'

const MOST_DROPPED = 16 // documents in a row that were read for nothing, until no more are handed out
const AHEAD = 3 // documents that a thread is given, of which it reads one

export class DocumentQueue {
  readonly #crew: Crew
  readonly #line: JoinedLine
  readonly #inputs: readonly string[]
  readonly #ways: readonly Way[]
  readonly #handed = new Map<number, Handed<DocumentTask>>() // by the number of the input
  #planned = 0 // inputs, from the first on
  #inRound = 0
  #dropped = 0 // since one was taken

  constructor(crew: Crew, line: JoinedLine, inputs: readonly string[], ways: readonly Way[]) {
    this.#crew = crew
    this.#line = line
    this.#inputs = inputs
    this.#ways = ways
  }

  /** The source of an input; they come in their order. */
  async open(number: number, options: SourceOptions): Promise<Source> {
    if (this.#planned < number) this.#planned = number
    if (this.#crew.isReady && this.#dropped <= MOST_DROPPED) this.#fill()
    const input = this.#inputs[number] as string
    const part = this.#handed.get(number)
    this.#handed.delete(number)
    if (!part) return openSource(input, options)
    const read = (reading: Reading) => this.#take(part, reading, options)
    return { name: input, read }
  }

  /** Hands out inputs, as many as the threads need to go on, and none beyond one that is read in parts. */
  #fill(): void {
    while (this.#handed.size < AHEAD * this.#crew.size) {
      const way = this.#ways[this.#planned]
      if (way === undefined || way === 'in parts' || way === 'as it comes') return
      const number = this.#planned++
      if (way !== 'whole' || this.#inRound++ % (this.#crew.size + 1) === 0) continue
      const input = this.#inputs[number] as string
      this.#handed.set(
        number,
        this.#crew.hand<DocumentTask>({ input, layouts: this.#line.layouts }),
      )
    }
  }

  /** Takes a document as it was read, or reads it here. */
  async #take(
    part: Handed<DocumentTask>,
    reading: Reading,
    options: SourceOptions,
  ): Promise<boolean> {
    const { input } = part.task
    const line = this.#line
    const end = await take(part, line, reading)
    if (end === 'done') return false
    if (end === undefined) {
      this.#crew.drop(part) // what there is to say of it is said here
      this.#dropped++
      return (await openSource(input, options)).read(reading)
    }
    this.#crew.counts.read++
    this.#dropped = 0
    line.leave()
    line.add(end)
    const { bytes, stored } = end
    reading.onSize?.(sizeOf(input) ?? stored)
    reading.skip?.(bytes)
    reading.onRead?.(stored)
    return !line.isDone
  }
}
