import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  channel,
  DeadlockError,
  getTaskId,
  killTask,
  NoTaskError,
  newTask,
  type Routine,
  Scheduler,
  SystemCall,
  sleep,
  systemCall,
  type TaskId,
  TaskKilledError,
  TrapError,
  type Turn,
  testClock,
  waitTask,
} from '../../src/task/index.ts'

const run = <T>(body: () => Routine<T>): Promise<T> =>
  new Scheduler({ clock: testClock() }).run(body)

function* fail(message: string): Routine<never> {
  yield
  throw new Error(message)
}

/** Notes its name every turn. */
function* noting(notes: string[], name: string, turns: number): Routine<string> {
  for (let n = 0; n < turns; n++) {
    notes.push(name)
    yield
  }
  return name
}

describe('turns', () => {
  test('go round', async () => {
    const notes: string[] = []
    const scheduler = new Scheduler()
    scheduler.start(noting(notes, 'a', 3))
    scheduler.start(noting(notes, 'b', 2))
    await scheduler.run()
    expect(notes.join('')).toBe('ababa')
  })

  test('end with the last task, and `run` gives the result of the first', async () => {
    const notes: string[] = []
    const result = await run(function* () {
      yield* newTask(noting(notes, 'later', 5))
      return 'done'
    })
    expect(result).toBe('done')
    expect(notes.length).toBe(5)
  })

  test('a scheduler runs again after it has ended', async () => {
    const scheduler = new Scheduler()
    expect(await scheduler.run(noting([], 'first', 2))).toBe('first')
    await expect(scheduler.run(fail('second'))).rejects.toThrow('second')
    expect(await scheduler.run(noting([], 'third', 2))).toBe('third')
    expect(await scheduler.run()).toBeUndefined()
  })

  test('it runs once at a time', async () => {
    const scheduler = new Scheduler()
    const running = scheduler.run(noting([], 'a', 2))
    await expect(scheduler.run()).rejects.toThrow('runs already')
    await running
  })

  test('a task is started from outside while others run', async () => {
    const notes: string[] = []
    const scheduler = new Scheduler()
    setTimeout(() => scheduler.start(noting(notes, 'late', 1)), 5)
    await scheduler.run(sleep(20)[Symbol.iterator]())
    expect(notes).toEqual(['late'])
  })

  test('timers and immediates have theirs among busy tasks', async () => {
    let isOver = false
    let turns = 0
    setImmediate(() => setImmediate(() => (isOver = true)))
    await new Scheduler().run(function* () {
      while (!isOver) {
        turns++
        yield
      }
    })
    expect(turns).toBeLessThanOrEqual(3 * 1024)
  })

  test('are told as they happen', async () => {
    const turns: Turn[] = []
    const clock = testClock()
    const scheduler = new Scheduler({ clock, onTurn: (turn) => turns.push(turn) })
    await scheduler.run(function* () {
      yield
      yield* sleep(10)
    })
    expect(turns).toEqual([
      { time: 0, id: 1, trap: 'yield' },
      { time: 0, id: 1, trap: 'sleep(10)' },
      { time: 10, id: 1, trap: 'returned' },
    ])
  })

  test('the tasks can be looked at', async () => {
    const scheduler = new Scheduler()
    const seen = await scheduler.run(function* () {
      const id = yield* newTask(() => sleep(5)[Symbol.iterator]())
      yield
      yield
      const { tasks } = scheduler
      yield* killTask(id)
      return tasks
    })
    expect(seen).toEqual([
      { id: 1, state: 'running', call: undefined },
      { id: 2, state: 'waiting', call: 'sleep(5)' },
    ])
    expect(scheduler.tasks).toEqual([])
  })
})

describe('idle', () => {
  const node = (code: string) =>
    promisify(execFile)('node', ['--input-type=module', '-e', code], { encoding: 'utf8' })

  test('takes no time of the processor, and the process ends when the last task does', async () => {
    const { stdout } = await node(`
      import { Scheduler, sleep } from 'cosax/task'
      const before = process.cpuUsage()
      let laps = 0
      const count = () => laps++
      setInterval(count, 1).unref()
      await new Scheduler().run(sleep(400)[Symbol.iterator]())
      const { user, system } = process.cpuUsage(before)
      console.log(user + system < 200_000)`)
    expect(stdout).toBe('true\n')
  })

  test('no timer keeps a process alive whose tasks have been killed', async () => {
    const start = performance.now()
    await node(`
      import { killTask, newTask, Scheduler, sleep } from 'cosax/task'
      await new Scheduler().run(function* () {
        const id = yield* newTask(function* () { yield* sleep(600_000) })
        yield* sleep(1)
        yield* killTask(id)
      })`)
    expect(performance.now() - start).toBeLessThan(60_000)
  })
})

describe('a result', () => {
  test('is given to all who wait, and has its type', async () => {
    const sum: number = await run(function* () {
      const id: TaskId<number> = yield* newTask(function* () {
        yield* sleep(3)
        return 20
      })
      const other = yield* newTask(function* () {
        return 1 + (yield* waitTask(id))
      })
      const [one, two]: [number, number] = [yield* waitTask(id), yield* waitTask(other)]
      return one + two
    })
    expect(sum).toBe(41)
  })

  test('is kept until the task that started it ends', async () => {
    const results = await run(function* () {
      const ids: TaskId[] = []
      const starter = yield* newTask(function* () {
        ids.push(yield* newTask(noting([], 'kept', 0)))
        ids.push(yield* newTask(noting([], 'detached', 0), { detached: true }))
        ids.push(yield* newTask(sleep(1)[Symbol.iterator]()))
        yield* sleep(9)
        const results: unknown[] = []
        for (const id of ids) results.push(yield* waitTask(id))
        return results
      })
      const before = yield* waitTask(starter)
      const after: unknown[] = []
      for (const id of ids) after.push(yield* waitTask(id))
      return { before, after }
    })
    expect(results.before).toEqual(['kept', undefined, undefined])
    expect(results.after).toEqual([undefined, undefined, undefined])
  })

  test.each([0, -1, 9, Number.NaN])('there is no task %s', async (id) => {
    const waiting = run(function* () {
      yield* waitTask(id)
    })
    await expect(waiting).rejects.toThrow(NoTaskError)
  })
})

describe('an error', () => {
  test('goes to all who wait', async () => {
    const seen = await run(function* () {
      const id = yield* newTask(fail('lost'))
      const seen: string[] = []
      const watch = function* (name: string): Routine<void> {
        try {
          yield* waitTask(id)
        } catch (error) {
          seen.push(`${name} ${(error as Error).message}`)
        }
      }
      const other = yield* newTask(watch('other'))
      yield* watch('starter')
      yield* waitTask(other)
      return seen
    })
    expect(seen).toEqual(
      ['other lost', 'starter lost'].sort((a, b) => seen.indexOf(a) - seen.indexOf(b)),
    )
    expect(seen.length).toBe(2)
  })

  test('that nobody waits for ends the scheduler, after the `finally` of all others', async () => {
    const notes: string[] = []
    const running = run(function* () {
      try {
        yield* newTask(fail('unheard'))
        yield* sleep(1000)
        notes.push('not reached')
      } catch {
        notes.push('nor this')
      } finally {
        yield* sleep(5)
        notes.push('cleaned up')
      }
    })
    await expect(running).rejects.toThrow('unheard')
    expect(notes).toEqual(['cleaned up'])
  })

  test('is still there when its starter asks before it waits for something else', async () => {
    const seen = await run(function* () {
      const seen: string[] = []
      const ids = [yield* newTask(() => fail('a')), yield* newTask(() => fail('b'))]
      for (let n = 0; n < 10; n++) yield* getTaskId()
      for (const id of ids) {
        try {
          yield* waitTask(id)
        } catch (error) {
          seen.push((error as Error).message)
        }
      }
      return seen
    })
    expect(seen).toEqual(['a', 'b'])
  })

  test.each([
    ['waits', () => sleep(1)[Symbol.iterator]()],
    ['gives its turn away', () => noting([], '', 1)],
    ['ends', () => noting([], '', 0)],
  ])('ends the scheduler when its starter %s', async (does, next) => {
    let wentOn = false
    const running = run(function* () {
      yield* newTask(fail('unheard'))
      yield* getTaskId()
      yield* getTaskId()
      yield* next() as Routine
      wentOn = does !== 'ends'
    })
    await expect(running).rejects.toThrow('unheard')
    expect(wentOn).toBe(false)
  })

  test('of a detached task ends nothing', async () => {
    const errors: unknown[] = []
    const scheduler = new Scheduler({ onError: (error, id) => errors.push([String(error), id]) })
    await scheduler.run(function* () {
      yield* newTask(fail('alone'), { detached: true })
      for (let n = 0; n < 5; n++) yield
    })
    expect(errors).toEqual([['Error: alone', 2]])
  })

  test('in the `finally` of others is shown to `onError`', async () => {
    const errors: string[] = []
    const scheduler = new Scheduler({ onError: (error) => errors.push(String(error)) })
    const running = scheduler.run(function* () {
      yield* newTask(fail('first'))
      try {
        yield* sleep(1000)
      } finally {
        yield* fail('second')
      }
    })
    await expect(running).rejects.toThrow('first')
    expect(errors).toEqual(['Error: second'])
  })

  test('of what is given to the scheduler ends it', async () => {
    const scheduler = new Scheduler({
      onTurn: () => {
        throw new Error('bad watcher')
      },
    })
    await expect(scheduler.run(noting([], 'a', 3))).rejects.toThrow('bad watcher')
  })

  test('while it ends, what is started is ended too', async () => {
    const notes: string[] = []
    const running = run(function* () {
      yield* newTask(fail('over'))
      try {
        yield* sleep(9)
      } finally {
        yield* newTask(noting(notes, 'too late', 3))
        yield* sleep(9)
      }
    })
    await expect(running).rejects.toThrow('over')
    expect(notes).toEqual([])
  })
})

describe('a deadlock', () => {
  test('is an error that names who waits for what', async () => {
    const running = run(function* () {
      yield* newTask(channel().take()[Symbol.iterator]())
      yield* waitTask(2)
    })
    await expect(running).rejects.toThrow(DeadlockError)
    await expect(running).rejects.toThrow('task 1 in waitTask(2), task 2 in take')
  })

  test('names ten of many', async () => {
    const running = run(function* () {
      for (let n = 0; n < 20; n++) yield* newTask(channel().take()[Symbol.iterator]())
    })
    await expect(running).rejects.toThrow(/task 11 in take, and 10 more$/)
  })

  test('is to wait for oneself, or in a circle', async () => {
    await expect(
      run(function* () {
        yield* waitTask(yield* getTaskId())
      }),
    ).rejects.toThrow(DeadlockError)
    await expect(
      run(function* () {
        yield* newTask(waitTask(1)[Symbol.iterator]())
        yield* waitTask(2)
      }),
    ).rejects.toThrow(DeadlockError)
  })

  test('is none while a timer or something outside may wake one', async () => {
    const numbers = channel<number>()
    const got = await new Scheduler().run(function* () {
      yield* newTask(function* () {
        yield* systemCall('outside', (task) => {
          const wait = task.wait(() => {})
          setTimeout(() => wait.resume(), 5)
        })
        yield* sleep(5)
        yield* numbers.put(7)
      })
      return yield* numbers.take()
    })
    expect(got).toBe(7)
  })

  test('in `finally` blocks ends these, however many', async () => {
    const notes: string[] = []
    const never = channel()
    const running = run(function* () {
      try {
        try {
          yield* never.take()
        } finally {
          notes.push('inner')
          yield* never.take()
        }
      } finally {
        notes.push('outer')
        yield* never.take()
      }
    })
    await expect(running).rejects.toThrow(DeadlockError)
    expect(notes).toEqual(['inner', 'outer'])
  })

  test('cannot be outlasted', async () => {
    const never = channel()
    const running = run(function* () {
      try {
        yield* never.take()
      } finally {
        while (true) {
          try {
            yield* never.take()
          } catch {}
        }
      }
    })
    await expect(running).rejects.toThrow(DeadlockError)
  })
})

describe('a system call', () => {
  class Twice extends SystemCall<number> {
    readonly number: number

    constructor(number: number) {
      super()
      this.number = number
    }

    handle(task: { resume(answer: number): void }): void {
      task.resume(2 * this.number)
    }
  }

  test('is a class that anybody writes', async () => {
    const answers = await run(function* () {
      const typed: number = yield* new Twice(4)
      return [typed, yield new Twice(5)]
    })
    expect(answers).toEqual([8, 10])
    expect(String(new Twice(1))).toBe('twice')
  })

  test('that throws throws in the task', async () => {
    const message = await run(function* () {
      try {
        yield* systemCall('bad', () => {
          throw new Error('bad call')
        })
        return 'not reached'
      } catch (error) {
        return (error as Error).message
      }
    })
    expect(message).toBe('bad call')
  })

  test('that throws after it has answered, or made the task wait, throws nevertheless', async () => {
    for (const answer of ['resume', 'wait'] as const) {
      let cancelled = 0
      const running = run(function* () {
        yield* systemCall('bad', (task) => {
          if (answer === 'resume') task.resume(1)
          else task.wait(() => cancelled++)
          throw new Error('bad call')
        })
      })
      await expect(running).rejects.toThrow('bad call')
      expect(cancelled).toBe(answer === 'wait' ? 1 : 0)
    }
  })

  test('has to answer', async () => {
    const running = run(function* () {
      yield* systemCall('mute', () => {})
    })
    await expect(running).rejects.toThrow(TrapError)
    await expect(running).rejects.toThrow('mute has not answered')
  })

  test('answers once', async () => {
    const answers = await run(function* () {
      const answer = yield* systemCall<number>('twice', (task) => {
        const wait = task.wait(() => {})
        expect(wait.resume(1)).toBe(true)
        expect(wait.resume(2)).toBe(false)
        expect(wait.fail(new Error('late'))).toBe(false)
        task.resume(3)
        expect(() => task.wait(() => {})).toThrow('answered already')
      })
      return [answer, yield* getTaskId()]
    })
    expect(answers).toEqual([1, 1])
  })
})

describe('stop', () => {
  test('kills all, and `run` says that its task was killed', async () => {
    const scheduler = new Scheduler()
    let cleaned = false
    setTimeout(() => scheduler.stop(), 5)
    const running = scheduler.run(function* () {
      try {
        yield* sleep(600_000)
      } finally {
        yield* sleep(1)
        cleaned = true
      }
    })
    await expect(running).rejects.toThrow(TaskKilledError)
    expect(cleaned).toBe(true)
  })
})
