// Plans who reads what of a document: parts for other threads, in turn, and what this thread reads itself between them.

import type { Content } from './content.ts'
import { AHEAD, type Crew, type Handed, MOST_DROPPED } from './crew.ts'
import type { PartTask } from './messages.ts'

const OVER = 0.25 // of a part: what may come after it up to a border
const MORE = 1.1
const LESS = 0.9

export class PartQueue {
  readonly #crew: Crew
  readonly #document: Pick<PartTask, 'name' | 'names'>
  readonly #content: Content
  readonly #step: number
  #handed: Handed<PartTask>[] = []
  #planned: number // up to where
  #own: number // bytes that this thread reads between two rounds of parts
  #inRound = 0
  #dropped = 0 // parts, or all that were handed out, since one was taken

  constructor(
    crew: Crew,
    { content, ...document }: Pick<PartTask, 'name' | 'names'> & { content: Content },
    step: number,
  ) {
    this.#crew = crew
    this.#document = document
    this.#content = content
    this.#step = step
    this.#own = step
    this.#planned = 0
  }

  /** The part that comes next; nothing if none was handed out. */
  get next(): Handed<PartTask> | undefined {
    return this.#handed[0]
  }

  /** Hands out parts after a place, as many as the threads need to go on. */
  fill(at: number, now: Pick<PartTask, 'around' | 'layouts'>): void {
    if (this.#handed.length === 0 && this.#planned < at) this.#planned = at
    if (this.#dropped > MOST_DROPPED) return // as where every part has a fault, or stands in other elements
    const { there, isWhole } = this.#content.shared
    while (this.#handed.length < AHEAD * this.#crew.size) {
      if (this.#inRound % (this.#crew.size + 1) === 0) {
        this.#planned += this.#own
        this.#inRound++
        continue
      }
      const from = this.#planned
      const to = from + this.#step
      if (isWhole ? from >= there : to + this.#step * OVER > there) return
      this.#planned = to
      this.#inRound++
      const task = { from, to, step: this.#step, ...now, content: { ...this.#content.shared } }
      this.#handed.push(this.#crew.hand<PartTask>({ ...this.#document, ...task }))
    }
  }

  /**
   * Takes the next part, as far as it is read. This thread reads more between two parts if it comes too early, and less if
   * the others have done more than that: they would have to wait.
   */
  begin(): void {
    const [part, second] = this.#handed
    const change = part?.hasEnded ? (second?.hasEnded ? LESS : 1) : MORE
    const own = Math.round(this.#own * change)
    this.#own = Math.min(2 * this.#step, Math.max(this.#step >> 3, own))
  }

  /** The next part was taken. */
  take(): void {
    this.#handed.shift()
    this.#crew.counts.read++
    this.#dropped = 0
  }

  /** The next part is not wanted. */
  drop(): void {
    const part = this.#handed.shift()
    if (part) this.#crew.drop(part)
    this.#dropped++
  }

  /** Parts that were handed out stand in other elements: they begin anew. */
  restart(at: number): void {
    for (const part of this.#handed) part.drop()
    this.#crew.counts.again += this.#handed.length
    this.#crew.cancel()
    this.#handed = []
    this.#dropped++
    this.#planned = at
    this.#inRound = 0
  }
}

/** How many bytes of a document are looked at at once, at most, by so many threads. */
export function mostAtOnce(threads: number, step: number): number {
  const own = 2 * (AHEAD + 1) // steps
  return (AHEAD * threads + own + 1) * step
}
