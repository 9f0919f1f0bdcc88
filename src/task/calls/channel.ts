// Provides channels: a bounded queue between tasks.

import { Ring } from '../ready.ts'
import { type Caller, type SystemCall, systemCall } from '../system-call.ts'
import { justLeave, WaitingLine } from '../wait.ts'

/** What `take` gives when the channel is closed and empty. */
export const CLOSED: unique symbol = Symbol('closed')

/**
 * A queue between tasks which holds `capacity` items; with 0, the usual, every item goes from hand to hand. Who puts
 * into a full one waits, and who takes from an empty one: both in the order in which they came.
 *
 * Every item that `put` has answered with true is taken exactly once, or still in the channel: what a task was
 * given that is killed before it goes on is given to the next one.
 *
 * @example
 * ```js
 * import { CLOSED, channel, newTask, Scheduler } from 'cosax/task'
 *
 * const numbers = channel(2)
 *
 * function* produce() {
 *   for (let n = 1; n <= 3; n++) yield* numbers.put(n)
 *   yield* numbers.close()
 * }
 *
 * await new Scheduler().run(function* () {
 *   yield* newTask(produce)
 *   while (true) {
 *     const n = yield* numbers.take()
 *     if (n === CLOSED) break
 *     console.log(n)
 *   }
 * })
 * ```
 * ```text
 * 1
 * 2
 * 3
 * ```
 */
export interface Channel<T> {
  /** Hands over an item; false if the channel is closed, then nobody gets it. */
  put(item: T): SystemCall<boolean>
  take(): SystemCall<T | typeof CLOSED>
  /** What is in it can still be taken; who waits to put gets false. */
  close(): SystemCall
  /** How many items it holds. */
  readonly size: number
  /** How many tasks wait to put, and to take. */
  readonly waiting: { toPut: number; toTake: number }
}

export function channel<T>(capacity = 0): Channel<T> {
  return new BoundedChannel(capacity)
}

class BoundedChannel<T> implements Channel<T> {
  readonly #capacity: number
  readonly #items = new Ring<T>()
  readonly #putters = new WaitingLine()
  readonly #takers = new WaitingLine()
  #isClosed = false

  constructor(capacity: number) {
    if (!(capacity >= 0)) throw new RangeError(`capacity is a number from 0 on: ${capacity}`)
    this.#capacity = capacity
  }

  put(item: T): SystemCall<boolean> {
    return systemCall('put', (task) => this.#put(task, item))
  }

  take(): SystemCall<T | typeof CLOSED> {
    return systemCall('take', (task) => this.#take(task))
  }

  close(): SystemCall {
    return systemCall('close', (task) => {
      this.#isClosed = true
      this.#putters.resumeAll(false)
      this.#takers.resumeAll(CLOSED)
      task.resume()
    })
  }

  get size(): number {
    return this.#items.size
  }

  get waiting(): { toPut: number; toTake: number } {
    return { toPut: this.#putters.size, toTake: this.#takers.size }
  }

  #put(task: Caller, item: T): void {
    if (this.#isClosed) task.resume(false)
    else if (this.#takers.first) {
      task.resume(true)
      this.#takers.first.resume(item, this.#giveBack)
    } else if (this.#items.size < this.#capacity) {
      this.#items.push(item)
      task.resume(true)
    } else {
      const wait = task.wait(justLeave, 'tasks')
      wait.item = item
      this.#putters.push(wait)
    }
  }

  #take(task: Caller): void {
    if (this.#items.size > 0) {
      task.resume(this.#items.shift(), this.#giveBack)
      if (this.#items.size < this.#capacity) this.#letIn()
    } else if (this.#putters.first) {
      const putter = this.#putters.first
      task.resume(putter.item, this.#giveBack)
      putter.resume(true)
    } else if (this.#isClosed) task.resume(CLOSED)
    else this.#takers.push(task.wait(justLeave, 'tasks'))
  }

  /** There is room for the item of who waits longest. */
  #letIn(): void {
    const putter = this.#putters.first
    if (!putter) return
    this.#items.push(putter.item as T)
    putter.resume(true)
  }

  /** Its taker was killed: it is the next one again, even if there is no room. */
  readonly #giveBack = (item: unknown): void => {
    const taker = this.#takers.first
    if (taker) taker.resume(item, this.#giveBack)
    else this.#items.unshift(item as T)
  }
}
