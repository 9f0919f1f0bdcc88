// Provides the scheduler: runs tasks in turn, from trap to trap, and sleeps with the platform's event loop.

import { type Clock, realClock } from './clock.ts'
import { DeadlockError, NoTaskError, TaskKilledError, TrapError } from './errors.ts'
import { answer, Outcomes } from './outcomes.ts'
import { Ring, type Schedule } from './ready.ts'
import type { SchedulerOptions, TaskStatus, Turn } from './scheduler-options.ts'
import type { Body, Caller, Outcome, StartOptions, System, SystemCall } from './system-call.ts'
import { ENDED, type Owner, Task } from './task.ts'
import { justLeave, WaitingLine } from './wait.ts'

/** The most turns of tasks before timers and sockets are looked at. */
export const TURNS = 1024

/**
 * Runs tasks. Each has its turn from one `yield` to the next; those that are ready get turns in the order in which
 * they became ready, so none has a second turn before all others that were ready had theirs. After `TURNS` turns the
 * platform looks at timers and sockets. With nothing ready it sleeps, and nothing keeps the process alive but what tasks wait for.
 *
 * @example
 * ```js
 * import { Scheduler } from 'cosax/task'
 *
 * function* count(name, from) {
 *   for (let n = from; n > 0; n--) {
 *     console.log(name, n)
 *     yield
 *   }
 * }
 *
 * const scheduler = new Scheduler()
 * scheduler.start(count('one', 2))
 * scheduler.start(count('two', 3))
 * await scheduler.run()
 * ```
 * ```text
 * one 2
 * two 3
 * one 1
 * two 2
 * two 1
 * ```
 */
export class Scheduler implements System {
  readonly clock: Clock
  readonly #onError: (error: unknown, id: number) => void
  readonly #onTurn: ((turn: Turn) => void) | undefined
  readonly #ready: Schedule<Task>
  readonly #owner: Owner
  readonly #tasks = new Map<number, Task>()
  readonly #outcomes = new Outcomes()
  readonly #root: { kept: number[] | undefined } = { kept: undefined } // starts what no task starts
  #outside = 0 // waits that something outside can end
  #asleep = 0 // waits that the clock ends
  #lastId = 0
  #isTurning = false
  #isLaterPlanned = false
  #failure: { error: unknown } | undefined
  #settle: (() => void) | undefined // while `run` goes on

  constructor(options: SchedulerOptions = {}) {
    this.clock = options.clock ?? realClock
    this.#onError = options.onError ?? (() => {})
    this.#onTurn = options.onTurn
    this.#ready = this.clock.schedule?.() ?? new Ring()
    this.#owner = {
      ready: (task) => {
        this.#ready.push(task)
        if (!this.#isTurning && !this.#isLaterPlanned && this.#settle) this.#turns()
      },
      count: (wakers, difference) => {
        if (wakers === 'outside') this.#outside += difference
        else if (wakers === 'clock') this.#asleep += difference
      },
    }
  }

  /**
   * Runs until the last task has ended, and gives the result of `body`.
   *
   * @throws the first error of a task that nobody waits for and that was not started detached, when all other tasks
   *   have been killed and their `finally` blocks have run; `TaskKilledError` if `body` was killed; `DeadlockError`
   *   if all that are left wait for each other.
   */
  async run<T>(body?: Body<T>): Promise<T> {
    if (this.#settle) throw new Error('the scheduler runs already')
    const id = body && this.start(body)
    await new Promise<void>((resolve) => {
      this.#settle = resolve
      this.#later()
    })
    const outcome = id === undefined ? undefined : this.#outcomes.of(id)
    const failure = this.#failure
    this.#failure = undefined
    this.#outcomes.forget(this.#root)
    if (failure) throw failure.error
    if (outcome?.how === 'killed') throw new TaskKilledError(id as number)
    return (outcome?.how === 'returned' ? outcome.result : undefined) as T
  }

  start(body: Body, options: StartOptions = {}, by = 0): number {
    const id = ++this.#lastId
    const { detached = false } = options
    const members = options.members ?? (detached ? undefined : this.#tasks.get(by)?.members)
    const generator = typeof body === 'function' ? body() : body
    const task = new Task(id, generator, this.#owner, by, detached, members)
    this.#tasks.set(id, task)
    members?.joined(id)
    if (this.#failure || members?.isClosing) task.kill()
    this.#ready.push(task)
    if (this.#settle) this.#later()
    return id
  }

  kill(id: number): boolean {
    const task = this.#tasks.get(id)
    task?.kill()
    return task !== undefined
  }

  /** Kills all tasks: `run` gives its result, or fails, when their `finally` blocks have run. */
  stop(): void {
    for (const task of this.#tasks.values()) task.kill()
  }

  /** All tasks that have not ended. */
  get tasks(): TaskStatus[] {
    return [...this.#tasks.values()].map(({ id, state, call }) => ({
      id,
      state: state as TaskStatus['state'],
      call: state === 'waiting' ? String(call) : undefined,
    }))
  }

  join(id: number, caller: Caller): void {
    const task = this.#tasks.get(id)
    if (id === caller.id) throw new DeadlockError([{ id, call: `waitTask(${id})` }])
    if (task) {
      task.waiters ??= new WaitingLine()
      task.waiters.push(caller.wait(justLeave, 'tasks'))
      return
    }
    if (!(id > 0 && id <= this.#lastId)) throw new NoTaskError(id)
    this.#tasks.get(caller.id)?.unheard?.delete(id)
    answer(caller, this.#outcomes.of(id), id)
  }

  #later(): void {
    if (!this.#isTurning) this.#planTurns()
  }

  #planTurns(): void {
    if (this.#isLaterPlanned) return
    this.#isLaterPlanned = true
    setImmediate(this.#onLater)
  }

  readonly #onLater = (): void => {
    this.#isLaterPlanned = false
    if (this.#ready.size === 0) this.clock.advance?.() // and nothing came from outside
    this.#turns()
  }

  #turns(): void {
    this.#isTurning = true
    for (let left = TURNS; left > 0; left--) {
      const task = this.#ready.shift()
      if (task !== undefined) this.#turn(task)
      else if (!this.#wakesSomebody()) break
    }
    this.#isTurning = false
    if (this.#ready.size > 0) this.#later()
    else if (this.#tasks.size === 0) this.#end()
  }

  #end(): void {
    const settle = this.#settle
    this.#settle = undefined
    settle?.()
  }

  #turn(task: Task): void {
    const trap = task.advance()
    if (this.#onTurn !== undefined) this.#show(task, trap)
    if (trap === undefined) {
      if (task.unheard !== undefined) this.#hear(task)
      task.state = 'ready'
      this.#ready.push(task)
    } else if (trap === ENDED) this.#bury(task, task.outcome as Outcome)
    else this.#handle(task, trap)
  }

  #handle(task: Task, call: SystemCall<unknown>): void {
    task.call = call
    try {
      call.handle(task, this)
      if (task.state === 'running') throw new TrapError(`${call} has not answered`)
    } catch (error) {
      task.overrule(error)
    }
    if (task.state !== 'waiting') return
    if (task.isKilled === 'asked')
      task.stopWaiting() // by itself, while it ran
    else if (task.unheard !== undefined) this.#hear(task)
  }

  /** The last rites: all who wait hear of it, and what may be asked for later is kept. */
  #bury(task: Task, outcome: Outcome): void {
    const { id, members, waiters, isDetached } = task
    this.#tasks.delete(id)
    const isAwaited = waiters !== undefined && waiters.size > 0
    if (waiters) for (const wait of waiters) answer(wait, outcome, id)
    const starter = task.startedBy === 0 ? this.#root : this.#tasks.get(task.startedBy)
    if (starter && !isDetached) this.#outcomes.keep(id, outcome, starter)
    const isCaredFor = members?.left(id, outcome) ?? isAwaited
    if (outcome.how === 'failed' && !isCaredFor) {
      if (isDetached || members) {
        if (!isAwaited) this.#report(outcome.error, id)
      } else if (starter instanceof Task && starter.state !== 'waiting') {
        starter.unheard ??= new Set()
        starter.unheard.add(id)
      } else this.#fail(outcome.error, id)
    }
    if (task.unheard) this.#hear(task)
    this.#outcomes.forget(task)
  }

  /** The starter of tasks that have failed has not asked for them before it waited, or ended. */
  #hear(starter: Task): void {
    for (const id of starter.unheard ?? []) {
      const outcome = this.#outcomes.of(id)
      if (outcome?.how === 'failed') this.#fail(outcome.error, id)
    }
    starter.unheard = undefined
  }

  #fail(error: unknown, id: number): void {
    if (this.#failure) this.#report(error, id)
    else {
      this.#failure = { error }
      this.stop()
    }
  }

  /** What this throws is no task's: it is an uncaught exception. */
  #report(error: unknown, id: number): void {
    try {
      this.#onError(error, id)
    } catch (raised) {
      queueMicrotask(() => {
        throw raised
      })
    }
  }

  /** With nobody ready; answers whether to look again. */
  #wakesSomebody(): boolean {
    if (this.#tasks.size === 0) return false
    if (this.clock.advance) {
      if (this.#outside === 0) {
        if (this.clock.advance()) return true
      } else if (this.clock.hasCallback) this.#planTurns() // after a look at what is outside
    }
    if (this.#outside + this.#asleep > 0) return false
    this.#breakDeadlock()
    return true
  }

  #breakDeadlock(): void {
    const waiting = [...this.#tasks.values()]
    const error = new DeadlockError(waiting)
    if (this.#failure === undefined) this.#fail(error, 0)
    else {
      for (const task of waiting) {
        task.giveUp(error)
        if (task.state === 'ended') this.#bury(task, task.outcome as Outcome)
      }
    }
  }

  #show({ id, outcome }: Task, trap: SystemCall<unknown> | undefined | typeof ENDED): void {
    const time = this.clock.now()
    const shown = trap === ENDED ? (outcome as Outcome).how : String(trap ?? 'yield')
    try {
      this.#onTurn?.({ time, id, trap: shown })
    } catch (error) {
      this.#fail(error, id)
    }
  }
}
