// Provides the wait of one task, and the line in which many stand.

/** Who can end a wait: something outside, other tasks only, or the clock. */
export type Wakers = 'outside' | 'tasks' | 'clock'

/** Gets back an answer that its task did not live to take. */
export type Refuse = (answer: unknown) => void

interface Waiter {
  resume(answer?: unknown, refuse?: Refuse): void
  fail(error: unknown): void
}

/** A task that has been put aside. The first answer counts; after it, or after a kill, all others are without effect. */
export class Wait {
  readonly wakers: Wakers
  readonly #cancel: (wait: Wait) => void
  #waiter: Waiter | undefined
  item: unknown // that goes with it, such as what is put into a channel
  next: Wait | undefined // in a line
  previous: Wait | undefined
  line: WaitingLine | undefined

  constructor(waiter: Waiter, cancel: (wait: Wait) => void, wakers: Wakers) {
    this.#waiter = waiter
    this.#cancel = cancel
    this.wakers = wakers
  }

  /** Answers whether the task was still waiting. */
  resume(answer?: unknown, refuse?: Refuse): boolean {
    const waiter = this.end()
    waiter?.resume(answer, refuse)
    return waiter !== undefined
  }

  /** An error at the `yield` of the task. */
  fail(error: unknown): boolean {
    const waiter = this.end()
    waiter?.fail(error)
    return waiter !== undefined
  }

  cancel(): void {
    if (this.end()) this.#cancel(this)
  }

  /** From here on nothing has an effect. */
  end(): Waiter | undefined {
    const waiter = this.#waiter
    this.#waiter = undefined
    this.line?.remove(this)
    return waiter
  }
}

/** What is to be taken back of a wait that only stands in a line: it leaves that by itself. */
export function justLeave(): void {}

/** Waits in the order in which they came; one that ends leaves its line, from the middle too. */
export class WaitingLine {
  #first: Wait | undefined
  #last: Wait | undefined
  size = 0

  push(wait: Wait): void {
    wait.line = this
    wait.previous = this.#last
    if (this.#last) this.#last.next = wait
    else this.#first = wait
    this.#last = wait
    this.size++
  }

  /** Who has waited longest, and stays in the line. */
  get first(): Wait | undefined {
    return this.#first
  }

  remove(wait: Wait): void {
    if (wait.previous) wait.previous.next = wait.next
    else this.#first = wait.next
    if (wait.next) wait.next.previous = wait.previous
    else this.#last = wait.previous
    wait.line = wait.next = wait.previous = undefined
    this.size--
  }

  /** Answers all who wait now, and nobody who comes meanwhile. */
  resumeAll(answer?: unknown): void {
    if (this.size === 1) this.#first?.resume(answer)
    else for (const wait of this) wait.resume(answer)
  }

  /** Those who wait now. */
  [Symbol.iterator](): Iterator<Wait> {
    const waits: Wait[] = []
    for (let wait = this.#first; wait; wait = wait.next) waits.push(wait)
    return waits.values()
  }
}
