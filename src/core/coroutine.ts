// Provides coroutines: generators that receive. `coroutine` primes them and joins them into a line.

import { ReentrantSendError } from './errors.ts'

/**
 * The body of a coroutine: a generator that produces nothing, receives `T` at every `yield`
 * and is done when it returns.
 */
export type Receiver<T> = Generator<void, void, T>

/**
 * Where items are sent.
 *
 * - `send(item)` hands over one item and answers whether the target takes more. An answer of `false`
 *   means it is done: its sender should return too, so that the news travels up to the source.
 * - `close()` ends the target: its `finally` blocks run, then the targets behind it are closed.
 * - `throw(error)` ends it as a failure: the error appears at its `yield`, then in the targets behind it.
 * - `done` is true when nothing sent here can have an effect any more.
 */
export interface Target<T> {
  send(item: T): boolean
  close(): void
  throw(error: unknown): void
  readonly done: boolean
}

/**
 * Turns a generator function into a function that returns a primed target: it has run to its first `yield`
 * and can be sent to. Arguments that are targets, or arrays of them, are what it sends to: they are closed
 * with it. A sink has none.
 *
 * Several coroutines may end in one shared target; it is closed when the last of them is.
 *
 * @throws ReentrantSendError from `send`, `close` or `throw` on a coroutine that is running.
 *
 * @example
 * ```js
 * import { coroutine } from 'cosax'
 *
 * const grep = coroutine(function* (pattern, target) {
 *   while (true) {
 *     const line = yield
 *     if (line.includes(pattern) && !target.send(line)) return
 *   }
 * })
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 *
 * const lines = grep('python', print())
 * lines.send('no snakes here')
 * lines.send('python generators rock!')
 * lines.close()
 * ```
 * ```text
 * python generators rock!
 * ```
 */
export function coroutine<Arguments extends unknown[], T>(
  body: (...args: Arguments) => Receiver<T>,
): (...args: Arguments) => Target<T> {
  return (...args) => new Coroutine(body(...args), (args as unknown[]).flat().filter(isTarget))
}

class Coroutine<T> implements Target<T> {
  readonly #generator: Receiver<T>
  readonly #targets: readonly Target<unknown>[]
  #senders = 0
  #failure: Failure | undefined // of a sender that has left
  #isRunning = false
  #hasReturned = false
  #isClosed = false

  constructor(generator: Receiver<T>, targets: readonly Target<unknown>[]) {
    this.#generator = generator
    this.#targets = targets
    for (const target of targets) if (target instanceof Coroutine) target.#senders++
    this.#resume('prime', () => generator.next())
  }

  get done(): boolean {
    if (this.#hasReturned) return true
    return this.#targets.length > 0 && this.#targets.every((target) => target.done)
  }

  // Written out, not through #resume: this is the hop that every record pays for.
  send(item: T): boolean {
    if (this.#isRunning) throw new ReentrantSendError('send to')
    if (this.#hasReturned) return false
    this.#isRunning = true
    let hasReturned = true // by an exception, if nothing else is said
    try {
      hasReturned = this.#generator.next(item).done === true
    } finally {
      this.#isRunning = false
      this.#hasReturned = hasReturned
    }
    return !hasReturned
  }

  close(): void {
    let failure: Failure | undefined
    try {
      this.#resume('close', () => this.#generator.return())
      this.#hasReturned = true // a yield in finally does not put it off
    } catch (error) {
      if (error instanceof ReentrantSendError) throw error
      failure = { error }
    }
    this.#endTargets(failure, failure)
  }

  throw(error: unknown): void {
    let another: Failure | undefined
    try {
      if (!this.#hasReturned) this.#resume('throw into', () => this.#generator.throw(error))
      if (!this.#hasReturned) return // the coroutine caught the error and goes on
    } catch (raised) {
      if (raised instanceof ReentrantSendError) throw raised
      if (raised !== error) another = { error: raised }
    }
    this.#endTargets({ error }, another)
  }

  /** Ends every target, whatever happens to the others; raises what is new at last. */
  #endTargets(failure: Failure | undefined, raised?: Failure): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const target of this.#targets) {
      try {
        if (target instanceof Coroutine) target.#leave(failure)
        else if (failure) target.throw(failure.error)
        else target.close()
      } catch (error) {
        raised ??= { error }
        failure ??= raised
      }
    }
    if (raised) throw raised.error
  }

  /** One of the senders is gone, in peace or by `failure`; the last one takes this target with it. */
  #leave(failure: Failure | undefined): void {
    this.#failure ??= failure
    if (--this.#senders > 0) return
    if (this.#failure) this.throw(this.#failure.error)
    else this.close()
  }

  #resume(verb: string, step: () => IteratorResult<void, void>): void {
    if (this.#isRunning) throw new ReentrantSendError(verb)
    this.#isRunning = true
    let hasReturned = true
    try {
      hasReturned = step().done === true
    } finally {
      this.#isRunning = false
      this.#hasReturned = hasReturned
    }
  }
}

interface Failure {
  error: unknown
}

function isTarget(value: unknown): value is Target<unknown> {
  if (typeof value !== 'object' || value === null) return false
  return ['send', 'close', 'throw'].every((name) => typeof Reflect.get(value, name) === 'function')
}
