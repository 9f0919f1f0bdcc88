import { describe, expect, test } from 'vitest'
import {
  call,
  getTaskId,
  killTask,
  newTask,
  type Routine,
  Scheduler,
  sleep,
  TaskKilledError,
  TrapError,
  testClock,
  waitTask,
} from '../../src/task/index.ts'
import { HOPS } from '../../src/task/task.ts'

const run = <T>(body: () => Routine<T>): Promise<T> =>
  new Scheduler({ clock: testClock() }).run(body)

const DEEP = 100_000

describe('a subroutine', () => {
  test('gives its result, with its type, to any depth', async () => {
    function* depth(n: number): Routine<number> {
      if (n === 0) return 0
      if (n % 1000 === 0) yield* getTaskId()
      const below: number = yield* call(depth(n - 1))
      return below + 1
    }
    expect(await run(() => depth(DEEP))).toBe(DEEP)
  })

  test('may be yielded as it is', async () => {
    function* add(a: number, b: number): Routine<number> {
      yield
      return a + b
    }
    expect(
      await run(function* () {
        return yield add(yield add(1, 2), 3)
      }),
    ).toBe(6)
  })

  test('throws into its caller, from any depth, through every `finally`', async () => {
    let cleaned = 0
    function* deep(n: number): Routine<number> {
      try {
        if (n === 0) throw new Error('at the bottom')
        return yield* call(deep(n - 1))
      } finally {
        cleaned++
      }
    }
    const seen = await run(function* () {
      try {
        yield* call(deep(DEEP))
      } catch (error) {
        return (error as Error).message
      }
      return 'nothing'
    })
    expect(seen).toBe('at the bottom')
    expect(cleaned).toBe(DEEP + 1)
  })

  test('whose error is caught goes on', async () => {
    function* risky(): Routine<never> {
      yield
      throw new Error('slipped')
    }
    const notes: string[] = []
    await run(function* () {
      for (let n = 0; n < 2; n++) {
        try {
          yield* call(risky())
        } catch (error) {
          notes.push((error as Error).message)
          yield
        }
      }
    })
    expect(notes).toEqual(['slipped', 'slipped'])
  })

  test('that never traps takes no more than its turn', async () => {
    // biome-ignore lint/correctness/useYield: that is the point
    function* nothing(): Routine<number> {
      return 1
    }
    let calls = 0
    let isOver = false
    await run(function* () {
      yield* newTask(function* () {
        while (!isOver) calls += yield nothing()
      })
      for (let n = 0; n < 10; n++) yield
      isOver = true
    })
    expect(calls).toBeGreaterThan(HOPS)
    expect(calls).toBeLessThan(12 * HOPS)
  })
})

describe('the stack of an error', () => {
  function* innermost(): Routine<void> {
    yield
    throw new Error('lost')
  }
  function* middle(): Routine<void> {
    yield innermost()
  }
  const methods = {
    *outer(): Routine<void> {
      yield* call(middle())
    },
  }

  const stackOf = async (body: () => Routine): Promise<string[]> => {
    const error = await run(body).then(
      () => new Error('none'),
      (error) => error,
    )
    return error.stack.split('\n').map((line: string) => line.trim().replace(/ \((?!yield).*/, ''))
  }

  test('names the generators on the way, innermost first', async () => {
    const lines = await stackOf(function* main() {
      yield methods.outer()
    })
    const named = lines.filter((line) => / (innermost|middle|outer|main)\b(?!\.next)/.test(line))
    expect(named).toEqual([
      'at innermost',
      'at middle (yield)',
      'at outer (yield)',
      'at main (yield)',
    ])
  })

  test('names who waited for what failed', async () => {
    const lines = await stackOf(function* watcher() {
      yield* waitTask(99)
    })
    expect(lines).toContain('at watcher (yield)')
  })

  test('names who yielded what is no trap', async () => {
    const lines = await stackOf(function* wrong() {
      yield 5 as never
    })
    expect(lines).toContain('at wrong (yield)')
  })

  test('names ten of many, and is left alone where there is none to add to', async () => {
    function* deep(n: number): Routine<void> {
      if (n === 0) throw new Error('deep')
      yield deep(n - 1)
    }
    const lines = await stackOf(() => deep(1000))
    expect(lines.filter((line) => line === 'at deep (yield)').length).toBe(10)
    for (const thrown of ['text', undefined, Object.freeze(new Error('x'))]) {
      const running = run(function* () {
        yield (function* (): Routine<never> {
          yield
          throw thrown
        })()
      })
      expect(await running.catch((error) => error)).toBe(thrown)
    }
  })
})

describe('what is yielded', () => {
  test.each([
    [5, 'yielded 5, which is neither'],
    ['text', "yielded 'text', which is neither"],
    [null, 'yielded null, which is neither'],
    [{ next: 1 }, 'which is neither'],
    [[1], 'which is neither'],
    [Promise.resolve(1), 'a promise: yield runBlocking(promise)'],
    [function* () {}, 'a function: call it'],
    [(async function* () {})(), 'which is neither'],
  ])('%o is an error there', async (trap, message) => {
    const seen = await run(function* () {
      try {
        yield trap as never
      } catch (error) {
        expect(error).toBeInstanceOf(TrapError)
        yield
        return (error as Error).message
      }
      return ''
    })
    expect(seen).toContain(message)
  })

  test('a generator that runs already is an error there', async () => {
    let self: Routine | undefined
    const seen = await run(() => {
      self = (function* (): Routine<string> {
        try {
          yield inner()
        } catch (error) {
          return (error as Error).message
        }
        return ''
      })()
      return self as Routine<string>
    })
    function* inner(): Routine<void> {
      ;(self as Routine).next()
      yield
    }
    expect(seen).not.toBe('')
  })
})

describe('a kill', () => {
  test('runs `finally` blocks, innermost first, and no `catch`', async () => {
    const notes: string[] = []
    function* level(name: string, below?: Routine): Routine<void> {
      try {
        if (below) yield below
        else yield* sleep(600_000)
        notes.push('not reached')
      } catch {
        notes.push('not caught')
      } finally {
        notes.push(name)
        yield* sleep(1)
        yield* call(pause())
        notes.push(`${name} done`)
      }
      notes.push('not reached')
    }
    function* pause(): Routine<void> {
      yield
    }
    await run(function* () {
      const id = yield* newTask(level('outer', level('middle', level('inner'))))
      yield* sleep(1)
      yield* killTask(id)
    })
    expect(notes).toEqual(['inner', 'inner done', 'middle', 'middle done', 'outer', 'outer done'])
  })

  test('goes to any depth', async () => {
    let cleaned = 0
    function* deep(n: number): Routine<void> {
      try {
        if (n > 0) yield deep(n - 1)
        else yield* sleep(1000)
      } finally {
        cleaned++
      }
    }
    await run(function* () {
      const id = yield* newTask(deep(DEEP))
      yield* sleep(1)
      yield* killTask(id)
      yield* waitTask(id)
    }).catch((error) => expect(error).toBeInstanceOf(TaskKilledError))
    expect(cleaned).toBe(DEEP + 1)
  })

  test('an error in a `finally` block does not stop the others, and is the error of the task', async () => {
    const notes: string[] = []
    function* bad(below?: Routine): Routine<void> {
      try {
        if (below) yield below
        yield* sleep(1000)
      } finally {
        notes.push('cleaned')
        yield
        // biome-ignore lint/correctness/noUnsafeFinally: as it may happen
        throw new Error(`${notes.length}`)
      }
    }
    const running = run(function* () {
      const id = yield* newTask(bad(bad(bad())))
      yield* sleep(1)
      yield* killTask(id)
      yield* waitTask(id)
    })
    await expect(running).rejects.toThrow('1')
    expect(notes.length).toBe(3)
  })

  test('an error that a subroutine throws in a `finally` block can be caught there', async () => {
    const notes: string[] = []
    await run(function* () {
      const id = yield* newTask(function* () {
        try {
          yield* sleep(1000)
        } finally {
          try {
            yield (function* (): Routine<void> {
              yield
              throw new Error('caught')
            })()
          } catch (error) {
            notes.push((error as Error).message)
          }
          yield
          notes.push('on')
        }
      })
      yield* sleep(1)
      yield* killTask(id)
    })
    expect(notes).toEqual(['caught', 'on'])
  })

  test('a second one does not disturb the `finally` blocks', async () => {
    const notes: string[] = []
    const answers = await run(function* () {
      const id = yield* newTask(function* () {
        try {
          yield* sleep(1000)
        } finally {
          yield* sleep(5)
          notes.push('cleaned')
        }
      })
      yield* sleep(1)
      const answers = [yield* killTask(id), yield* killTask(id)]
      yield* sleep(2)
      answers.push(yield* killTask(id))
      yield* sleep(9)
      answers.push(yield* killTask(id), yield* killTask(99))
      return answers
    })
    expect(answers).toEqual([true, true, true, false, false])
    expect(notes).toEqual(['cleaned'])
  })

  test('of oneself ends at that `yield`', async () => {
    const notes: string[] = []
    const running = run(function* () {
      try {
        yield* killTask(yield* getTaskId())
        notes.push('not reached')
      } finally {
        notes.push('cleaned')
      }
    })
    await expect(running).rejects.toThrow(TaskKilledError)
    expect(notes).toEqual(['cleaned'])
  })

  test('while a task runs takes effect when it yields', async () => {
    const scheduler = new Scheduler()
    const notes: string[] = []
    const running = scheduler.run(function* () {
      try {
        notes.push(String(scheduler.kill(1)))
        yield* sleep(600_000)
      } finally {
        notes.push('cleaned')
      }
    })
    await expect(running).rejects.toThrow('task 1 was killed')
    expect(notes).toEqual(['true', 'cleaned'])
  })

  test('of a task that has not begun runs nothing of it', async () => {
    const notes: string[] = []
    const running = run(function* () {
      const id = yield* newTask(function* () {
        try {
          notes.push('begun')
          yield
        } finally {
          notes.push('cleaned')
        }
      })
      yield* killTask(id)
      yield* waitTask(id)
    })
    // it was first in the queue
    await expect(running).rejects.toThrow(TaskKilledError)
    expect(notes).toEqual(['begun', 'cleaned'])

    const scheduler = new Scheduler()
    const id = scheduler.start(function* () {
      notes.push('never')
      yield
    })
    scheduler.kill(id)
    await scheduler.run()
    expect(notes).toEqual(['begun', 'cleaned'])
  })

  test('is an error to those who wait, now and later', async () => {
    const seen = await run(function* () {
      const seen: unknown[] = []
      const id = yield* newTask(function* () {
        yield* sleep(1000)
      })
      yield* newTask(function* () {
        yield* sleep(1)
        yield* killTask(id)
      })
      for (let n = 0; n < 2; n++) {
        try {
          yield* waitTask(id)
        } catch (error) {
          seen.push((error as TaskKilledError).id)
        }
      }
      return seen
    })
    expect(seen).toEqual([2, 2])
  })

  test('of one who waits leaves the other one alone', async () => {
    const result = await run(function* () {
      const id = yield* newTask(function* () {
        yield* sleep(5)
        return 'well'
      })
      const waiter = yield* newTask(function* () {
        yield* waitTask(id)
      })
      yield* sleep(1)
      yield* killTask(waiter)
      return yield* waitTask(id)
    })
    expect(result).toBe('well')
  })
})
