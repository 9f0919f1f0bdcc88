// Provides coroutines: generators that receive. `coroutine` primes them and joins them into a line.

import { ReentrantSendError, YieldedValueError } from './errors.ts'
import { Gate } from './gate.ts'

/**
 * The body of a coroutine: a generator that produces nothing, receives `T` at every `yield`
 * and is done when it returns.
 */
export type Receiver<T> = Generator<Step, void, T>

/**
 * What a coroutine yields in `finally` before each of many items that it has held back: what ends the line may
 * wait there until they are taken, or have enough, and then what is left of that `finally` is not run.
 */
export const MORE: unique symbol = Symbol('more')

// biome-ignore lint/suspicious/noConfusingVoidType: what a generator yields that yields nothing
type Step = void | typeof MORE

/**
 * Where items are sent.
 *
 * - `send(item)` hands over one item and answers whether the target takes more. An answer of `false`
 *   means it is done: its sender should return too, so that all senders up to the source know.
 * - `close()` ends the target: its `finally` blocks run, then the targets after it are closed.
 * - `throw(error)` ends it as a failure: the error appears at its `yield`, then in the targets after it.
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
 * @throws YieldedValueError, at its `yield` and so from `send` or from its start, if the body yields a value.
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
  return (...args) => {
    const all = (args as unknown[]).flat()
    return new Coroutine(body(...args), all.filter(isTarget), all.filter(isGate))
  }
}

class Coroutine<T> implements Target<T> {
  readonly #generator: Receiver<T>
  readonly #targets: readonly Target<unknown>[]
  readonly gates: readonly Gate[]
  #senders = 0
  #failure: Failure | undefined // of a sender that has left
  #isRunning = false
  #hasReturned = false
  #isClosed = false

  constructor(generator: Receiver<T>, targets: readonly Target<unknown>[], gates: readonly Gate[]) {
    this.#generator = generator
    this.#targets = targets
    this.gates = [...new Set([...gates, ...targets.flatMap(gatesOf)])]
    for (const target of targets) if (target instanceof Coroutine) target.#senders++
    this.#resume('prime', () => this.#next(undefined as T))
  }

  get done(): boolean {
    return this.#hasReturned || this.#isUnwanted
  }

  get #isUnwanted(): boolean {
    return this.#targets.length > 0 && this.#targets.every((target) => target.done)
  }

  // Written out, not through #resume: this is the hop that every record pays for.
  send(item: T): boolean {
    if (this.#isRunning) throw new ReentrantSendError('send to')
    if (this.#hasReturned) return false
    this.#isRunning = true
    let hasReturned = true // by an exception, if nothing else is said
    try {
      hasReturned = this.#next(item).done === true
    } finally {
      this.#isRunning = false
      this.#hasReturned = hasReturned
    }
    return !hasReturned
  }

  /** To the next item. A coroutine that leaves by itself, or by an error, sends what it holds at once. */
  #next(item: T): IteratorResult<Step, void> {
    let step = this.#generator.next(item)
    while (step.value !== undefined && step.done !== true) {
      if (step.value === MORE) step = this.#generator.next(undefined as T)
      else step = this.#generator.throw(new YieldedValueError(step.value))
    }
    return step
  }

  close(): void {
    for (const _ of this.ending());
  }

  throw(error: unknown): void {
    for (const _ of this.ending({ error }));
  }

  /** Closes it, or throws into it, step by step. */
  *ending(failure?: Failure): Ending {
    let raised: Failure | undefined
    try {
      if (failure === undefined) yield* this.#last('close', () => this.#generator.return())
      else if (!this.#hasReturned) {
        const { error } = failure
        const goesOn = yield* this.#last('throw into', () => this.#generator.throw(error))
        if (goesOn) return
      }
    } catch (error) {
      if (error instanceof ReentrantSendError) throw error
      if (error !== failure?.error) raised = { error }
    }
    yield* this.#endTargets(failure ?? raised, raised)
  }

  /** The last steps of the generator; answers whether it has caught an error and goes on instead. */
  *#last(
    verb: string,
    begin: () => IteratorResult<Step, void>,
  ): Generator<void, boolean, Failure | undefined> {
    let step = this.#resume(verb, begin)
    while (step.value === MORE) {
      this.#hasReturned = true // for all who send
      const failure = yield
      step = this.#resume(verb, () => {
        if (failure) return this.#generator.throw(failure.error)
        return this.#isUnwanted ? this.#generator.return() : this.#generator.next(undefined as T)
      })
    }
    const goesOn = step.done !== true && verb === 'throw into'
    this.#hasReturned = !goesOn // a yield in finally does not put off the end
    return goesOn
  }
  /** Ends every target, whatever happens to the others; raises what is new at last. */
  *#endTargets(failure: Failure | undefined, raised?: Failure): Ending {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const target of this.#targets) {
      try {
        if (target instanceof Coroutine) yield* target.#leave(failure)
        else yield* ending(target, failure)
      } catch (error) {
        raised ??= { error }
        failure ??= raised
      }
    }
    if (raised) throw raised.error
  }

  /** One of the senders is gone, in peace or by `failure`; the last one takes this target with it. */
  *#leave(failure: Failure | undefined): Ending {
    this.#failure ??= failure
    if (--this.#senders > 0) return
    yield* this.ending(this.#failure)
  }

  #resume(verb: string, step: () => IteratorResult<Step, void>): IteratorResult<Step, void> {
    if (this.#isRunning) throw new ReentrantSendError(verb)
    this.#isRunning = true
    let hasReturned = true
    try {
      const result = step()
      hasReturned = result.done === true
      return result
    } finally {
      this.#isRunning = false
      this.#hasReturned = hasReturned
    }
  }
}

/**
 * Closes a target, or throws into it, with a pause wherever a coroutine of its line has `MORE` to send. A failure
 * that is passed back to a pause appears there, as at any `yield`.
 *
 * @throws what `close` and `throw` of the target do, when all have ended.
 */
export function* ending(target: Target<never>, failure?: Failure): Ending {
  if (target instanceof Coroutine) yield* target.ending(failure)
  else if (failure) target.throw(failure.error)
  else target.close()
}

export type Ending = Generator<void, void, Failure | undefined>

export interface Failure {
  error: unknown
}

/** The gates among the arguments of a coroutine and of all that it leads to: while one is shut, who can wait should. */
export function gatesOf(target: Target<never>): readonly Gate[] {
  return target instanceof Coroutine ? target.gates : []
}

function isGate(value: unknown): value is Gate {
  return value instanceof Gate
}

function isTarget(value: unknown): value is Target<unknown> {
  if (typeof value !== 'object' || value === null) return false
  return ['send', 'close', 'throw'].every((name) => typeof Reflect.get(value, name) === 'function')
}
