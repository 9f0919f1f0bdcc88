// Provides a task: an id, and the stack of the generators that call each other in it.

import { inspect } from 'node:util'
import { TrapError } from './errors.ts'
import {
  type Caller,
  type Members,
  type Outcome,
  type Routine,
  SystemCall,
  type Trap,
} from './system-call.ts'
import { nameOnStack } from './trail.ts'
import { type Refuse, Wait, type WaitingLine, type Wakers } from './wait.ts'

/** What a task needs of who runs it. */
export interface Owner {
  /** The task has something to go on with. */
  ready(task: Task): void
  /** One wait more, or less, of its kind. */
  count(wakers: Wakers, difference: number): void
}

/** What `advance` gives when the task has ended. */
export const ENDED: unique symbol = Symbol('ended')

/** The most calls of subroutines, and returns from them, in one turn. */
export const HOPS = 256

/** How many `finally` blocks of a task may wait for what cannot come. */
const PATIENCE = 1000

// how the generator on top goes on
const NEXT = 0
const THROW = 1
const RETURN = 2

export class Task implements Caller {
  readonly id: number
  readonly startedBy: number
  readonly isDetached: boolean
  readonly members: Members | undefined
  state: 'ready' | 'running' | 'waiting' | 'ended' = 'ready'
  call: SystemCall<unknown> | undefined // the last one
  outcome: Outcome | undefined
  waiters: WaitingLine | undefined
  kept: number[] | undefined // ended tasks that it has started, whose outcome it may ask for
  unheard: Set<number> | undefined // those of them that have failed, while it has not yet waited

  readonly #owner: Owner
  #generator: Routine
  #callers: Routine[] | undefined
  #how = NEXT
  #what: unknown
  #refuse: Refuse | undefined
  #wait: Wait | undefined
  #kill: 'no' | 'asked' | 'underway' = 'no'
  #givenUp = 0
  #unwinding = -1 // the depth of the generator that runs its `finally` because of a kill
  #failure: { error: unknown } | undefined // of such a `finally`

  constructor(
    id: number,
    generator: Routine,
    owner: Owner,
    startedBy: number,
    isDetached: boolean,
    members: Members | undefined,
  ) {
    this.id = id
    this.#generator = generator
    this.#owner = owner
    this.startedBy = startedBy
    this.isDetached = isDetached
    this.members = members
  }

  /** Runs until it traps, to what it has yielded, or to its end. */
  advance(): SystemCall<unknown> | undefined | typeof ENDED {
    this.state = 'running'
    this.#refuse = undefined
    if (this.#kill === 'asked') this.#unwind()
    for (let hop = 0; hop < HOPS; hop++) {
      const generator = this.#generator
      const how = this.#how
      const what = this.#what
      this.#how = NEXT
      this.#what = undefined
      let step: IteratorResult<Trap, unknown>
      try {
        if (how === NEXT) step = generator.next(what)
        else step = how === THROW ? generator.throw(what) : generator.return(undefined)
      } catch (error) {
        if (this.#leave(THROW, error)) continue
        return ENDED
      }
      if (step.done === true) {
        if (this.#leave(NEXT, step.value)) continue
        return ENDED
      }
      const trap = step.value
      if (trap instanceof SystemCall) return trap
      if (trap === undefined) return undefined
      if (isRoutine(trap)) {
        this.#callers ??= []
        this.#callers.push(generator)
        this.#generator = trap
      } else {
        const error = new TrapError(`a task yielded ${described(trap)}`)
        nameOnStack(error, generator)
        this.#goOn(THROW, error)
      }
    }
    return undefined
  }

  /** The generator on top has returned or thrown; answers whether another one called it. */
  #leave(how: number, what: unknown): boolean {
    const depth = this.#callers?.length ?? 0
    if (depth === this.#unwinding) {
      if (how === THROW) this.#failure ??= { error: what }
      this.#unwinding--
      how = RETURN
      what = undefined
    }
    if (depth > 0) {
      this.#generator = this.#callers?.pop() as Routine
      this.#goOn(how, what)
      if (how === THROW) nameOnStack(what, this.#generator)
      return true
    }
    this.state = 'ended'
    this.#callers = undefined
    this.#how = how
    if (this.#failure) this.outcome = { how: 'failed', error: this.#failure.error }
    else if (how === RETURN) this.outcome = { how: 'killed' }
    else if (how === THROW) this.outcome = { how: 'failed', error: what }
    else this.outcome = { how: 'returned', result: what }
    return false
  }

  #goOn(how: number, what: unknown): void {
    this.#how = how
    this.#what = what
  }

  resume(answer?: unknown, refuse?: Refuse): void {
    if (!this.#isOpen) return
    if (this.#kill === 'asked') refuse?.(answer)
    else this.#refuse = refuse
    this.#goOn(NEXT, answer)
    this.#ready()
  }

  fail(error: unknown): void {
    if (!this.#isOpen) return
    nameOnStack(error, this.#generator)
    this.#goOn(THROW, error)
    this.#ready()
  }

  get #isOpen(): boolean {
    return this.state === 'running' || this.state === 'waiting'
  }

  #ready(): void {
    this.#endWait()
    this.state = 'ready'
    this.#owner.ready(this)
  }

  #endWait(): void {
    const wait = this.#wait
    if (wait === undefined) return
    this.#wait = undefined
    wait.end()
    this.#owner.count(wait.wakers, -1)
  }

  wait(cancel: (wait: Wait) => void, wakers: Wakers = 'outside'): Wait {
    if (this.state !== 'running') throw new TrapError(`task ${this.id} has been answered already`)
    this.state = 'waiting'
    this.#wait = new Wait(this, cancel, wakers)
    this.#owner.count(wakers, 1)
    return this.#wait
  }

  /** Has its `finally` blocks run in its next turns; a second time it is without effect. */
  kill(): void {
    if (this.#kill !== 'no' || this.state === 'ended') return
    this.#kill = 'asked'
    if (this.state === 'ready') {
      const refuse = this.#refuse
      this.#refuse = undefined
      refuse?.(this.#what)
    } else if (this.state === 'waiting') this.stopWaiting()
  }

  /** Ends a wait as a kill does. */
  stopWaiting(): void {
    this.#wait?.cancel()
    this.#ready()
  }

  get isKilled(): 'no' | 'asked' | 'underway' {
    return this.#kill
  }

  /** An error in place of what it was about to go on with. */
  overrule(error: unknown): void {
    if (this.state === 'ready') this.#goOn(THROW, error)
    else {
      this.#wait?.cancel()
      this.fail(error)
    }
  }

  /** Waits in its `finally` for what cannot come: it gets an error there, or ends where it is if that goes on and on. */
  giveUp(error: unknown): void {
    if (this.#givenUp++ < PATIENCE) this.overrule(error)
    else {
      this.#wait?.cancel()
      this.#endWait()
      this.state = 'ended'
      this.outcome = { how: 'killed' }
    }
  }

  #unwind(): void {
    this.#kill = 'underway'
    this.#unwinding = this.#callers?.length ?? 0
    this.#goOn(RETURN, undefined)
  }
}

function isRoutine(trap: unknown): trap is Routine {
  return (
    typeof trap === 'object' &&
    trap !== null &&
    ['next', 'throw', 'return'].every((name) => typeof Reflect.get(trap, name) === 'function') &&
    Symbol.iterator in trap // which an asynchronous generator has not
  )
}

function described(trap: unknown): string {
  if (typeof trap === 'function') return `a function: call it, to yield the generator that it makes`
  if (typeof (trap as PromiseLike<unknown> | null)?.then === 'function') {
    return 'a promise: yield runBlocking(promise)'
  }
  return `${inspect(trap, { depth: 0 })}, which is neither a system call nor a generator`
}
