// Draws programs of tasks, runs them, and notes what they did.

import fc from 'fast-check'
import {
  CLOSED,
  call,
  channel,
  getTaskId,
  group,
  killTask,
  newTask,
  type Routine,
  Scheduler,
  sleep,
  type Turn,
  testClock,
  waitTask,
} from '../../src/task/index.ts'

export type Step =
  | { do: 'yield' | 'getTaskId' | 'throw' | 'killMyself' }
  | { do: 'sleep'; ms: number }
  | { do: 'put' | 'take' | 'close'; channel: number }
  | { do: 'start'; program: Program; detached: boolean }
  | { do: 'wait' | 'kill'; which: number; guarded: boolean }
  | { do: 'call' | 'delegate'; program: Program }
  | { do: 'group'; programs: Program[]; guarded: boolean }

export interface Program {
  steps: Step[]
  cleanup: Step[]
}

const CAPACITIES = [0, 1, 3]
const onChannel = fc.integer({ min: 0, max: CAPACITIES.length - 1 })
const quiet: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('yield', 'getTaskId') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sleep'), ms: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('put', 'take'), channel: onChannel }) },
) as fc.Arbitrary<Step>

export const programs: fc.Arbitrary<Program> = fc.letrec<{ program: Program; step: Step }>(
  (tie) => {
    const program = tie('program')
    return {
      program: fc.record({
        steps: fc.array(tie('step'), { maxLength: 6 }),
        cleanup: fc.array(quiet, { maxLength: 2 }),
      }),
      step: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        { weight: 8, arbitrary: quiet },
        {
          weight: 1,
          arbitrary: fc.record({
            do: fc.constantFrom('throw', 'killMyself'),
          }) as fc.Arbitrary<Step>,
        },
        {
          weight: 1,
          arbitrary: fc.record({
            do: fc.constant('close'),
            channel: onChannel,
          }) as fc.Arbitrary<Step>,
        },
        {
          weight: 6,
          arbitrary: fc.record({
            do: fc.constant('start'),
            program,
            detached: fc.boolean(),
          }) as fc.Arbitrary<Step>,
        },
        {
          weight: 4,
          arbitrary: fc.record({
            do: fc.constantFrom('wait', 'kill'),
            which: fc.nat(9),
            guarded: fc.boolean(),
          }) as fc.Arbitrary<Step>,
        },
        {
          weight: 3,
          arbitrary: fc.record({
            do: fc.constantFrom('call', 'delegate'),
            program,
          }) as fc.Arbitrary<Step>,
        },
        {
          weight: 2,
          arbitrary: fc.record({
            do: fc.constant('group'),
            programs: fc.array(program, { maxLength: 3 }),
            guarded: fc.boolean(),
          }) as fc.Arbitrary<Step>,
        },
      ),
    }
  },
).program

/** What happened in one run. */
export class World {
  readonly channels = CAPACITIES.map((capacity) => channel<number>(capacity))
  readonly begun: number[] = []
  readonly ended: number[] = []
  readonly offered = new Set<number>()
  readonly accepted: number[] = []
  readonly refused: number[] = []
  readonly taken: number[] = []
  readonly turns: Turn[] = []
  readonly errors: unknown[] = []
  readonly clock
  readonly scheduler: Scheduler
  failure: unknown
  openBodies = 0

  /** `onTurn` may interfere, after the turn with that number. */
  constructor(seed?: number, onTurn: (number: number, world: World) => void = () => {}) {
    this.clock = testClock(seed)
    this.scheduler = new Scheduler({
      clock: this.clock,
      onError: (error) => this.errors.push(error),
      onTurn: (turn) => {
        this.turns.push(turn)
        onTurn(this.turns.length - 1, this)
      },
    })
  }

  async run(program: Program): Promise<this> {
    try {
      await this.scheduler.run(this.#task(program))
    } catch (error) {
      this.failure = error
    }
    return this
  }

  *#task(program: Program): Routine<number> {
    const id = yield* getTaskId()
    this.begun.push(id)
    try {
      return yield* this.#body(program)
    } finally {
      this.ended.push(id)
    }
  }

  *#body({ steps, cleanup }: Program): Routine<number> {
    this.openBodies++
    const known: number[] = []
    try {
      for (const step of steps) yield* this.#step(step, known)
      return steps.length
    } finally {
      try {
        for (const step of cleanup) yield* this.#step(step, known)
      } finally {
        this.openBodies--
      }
    }
  }

  *#step(step: Step, known: number[]): Routine<void> {
    if (step.do === 'yield') yield
    else if (step.do === 'getTaskId') yield* getTaskId()
    else if (step.do === 'sleep') yield* sleep(step.ms)
    else if (step.do === 'throw') throw new Error('boom')
    else if (step.do === 'killMyself') yield* killTask(yield* getTaskId())
    else if (step.do === 'put') yield* this.#put(step.channel)
    else if (step.do === 'take') yield* this.#take(step.channel)
    else if (step.do === 'close')
      yield* (this.channels[step.channel] as World['channels'][0]).close()
    else if (step.do === 'start') {
      known.push(yield* newTask(this.#task(step.program), { detached: step.detached }))
    } else if (step.do === 'wait' || step.do === 'kill') {
      const id = known[step.which % (known.length || 1)] ?? 1 + (step.which % 3)
      if (step.do === 'kill') yield* killTask(id)
      else yield* guarded(waitTask(id)[Symbol.iterator]() as Routine, step.guarded)
    } else if (step.do === 'call') yield* call(this.#body(step.program))
    else if (step.do === 'delegate') yield* this.#body(step.program)
    else if (step.do === 'group') yield* guarded(this.#group(step.programs), step.guarded)
  }

  #group(members: Program[]): Routine {
    const start = (program: Program) => newTask(this.#task(program))
    return group(function* () {
      for (const program of members) yield* start(program)
    })
  }

  *#put(which: number): Routine<void> {
    const item = this.offered.size
    this.offered.add(item)
    const isAccepted = yield* (this.channels[which] as World['channels'][0]).put(item)
    if (isAccepted) this.accepted.push(item)
    else this.refused.push(item)
  }

  *#take(which: number): Routine<void> {
    const item = yield* (this.channels[which] as World['channels'][0]).take()
    if (item !== CLOSED) this.taken.push(item)
  }

  /** What is still in the channels. */
  async left(): Promise<number[]> {
    const left: number[] = []
    for (const each of this.channels) {
      await new Scheduler().run(function* () {
        while (each.size > 0) left.push((yield* each.take()) as number)
      })
    }
    return left
  }
}

function* guarded(routine: Routine, isGuarded: boolean): Routine<void> {
  try {
    yield* routine
  } catch (error) {
    if (!isGuarded) throw error
  }
}
