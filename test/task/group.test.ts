import { describe, expect, test } from 'vitest'
import {
  call,
  group,
  killTask,
  newTask,
  type Routine,
  Scheduler,
  sleep,
  testClock,
  waitTask,
} from '../../src/task/index.ts'

const errors: string[] = []
const run = <T>(body: () => Routine<T>): Promise<T> =>
  new Scheduler({
    clock: testClock(),
    onError: (error) => errors.push((error as Error).message),
  }).run(body)

/** Notes when it ends. */
function* worker(notes: string[], name: string, ms: number, error?: string): Routine<void> {
  try {
    yield* sleep(ms)
    if (error) throw new Error(error)
    notes.push(`${name} done`)
  } finally {
    yield* sleep(1)
    notes.push(`${name} out`)
  }
}

describe('a group', () => {
  test('ends when all its tasks have, and gives the result of its body, with its type', async () => {
    const notes: string[] = []
    const result: number = await run(function* () {
      const result: number = yield* group(function* () {
        yield* newTask(function* () {
          yield* newTask(worker(notes, 'grandchild', 9))
        })
        yield* newTask(worker(notes, 'child', 5))
        return 42
      })
      notes.push('after')
      return result
    })
    expect(result).toBe(42)
    expect(notes).toEqual(['child done', 'child out', 'grandchild done', 'grandchild out', 'after'])
  })

  test('ends all when one fails, and throws that error when they have ended', async () => {
    const notes: string[] = []
    await run(function* () {
      try {
        yield* group(function* () {
          yield* newTask(worker(notes, 'good', 1000))
          yield* newTask(worker(notes, 'bad', 5, 'oops'))
          yield* worker(notes, 'body', 1000)
        })
      } catch (error) {
        notes.push((error as Error).message)
      }
    })
    expect(notes).toEqual(['bad out', 'body out', 'good out', 'oops'])
  })

  test('fails also when somebody waits for the task that fails', async () => {
    const running = run(function* () {
      yield* group(function* () {
        const id = yield* newTask(worker([], 'bad', 5, 'oops'))
        try {
          yield* waitTask(id)
        } catch {}
        yield* sleep(10)
      })
    })
    await expect(running).rejects.toThrow('oops')
  })

  test('shows further errors to `onError`', async () => {
    errors.length = 0
    const running = run(function* () {
      yield* group(function* () {
        for (const name of ['first', 'second']) {
          yield* newTask(function* () {
            try {
              yield* sleep(1)
            } finally {
              // biome-ignore lint/correctness/noUnsafeFinally: as it may happen
              throw new Error(name)
            }
          })
        }
      })
    })
    await expect(running).rejects.toThrow('first')
    expect(errors).toEqual(['second'])
  })

  test('is killed with the task that waits for it, before the `finally` blocks of that run', async () => {
    const notes: string[] = []
    await run(function* () {
      const id = yield* newTask(function* () {
        try {
          yield* call(
            group(function* () {
              yield* newTask(worker(notes, 'child', 1000))
              yield* worker(notes, 'body', 1000)
            }),
          )
        } finally {
          notes.push('parent out')
        }
      })
      yield* sleep(5)
      yield* killTask(id)
    })
    expect(notes).toEqual(['body out', 'child out', 'parent out'])
  })

  test('within a group fails it, unless its error is caught', async () => {
    const notes: string[] = []
    await run(function* () {
      yield* group(function* () {
        yield* newTask(worker(notes, 'outer', 20))
        try {
          yield* group(worker(notes, 'inner', 5, 'oops'))
        } catch (error) {
          notes.push((error as Error).message)
        }
      })
    })
    expect(notes).toEqual(['inner out', 'oops', 'outer done', 'outer out'])
  })

  test('does not end for a member that is killed, nor with one that is detached', async () => {
    const notes: string[] = []
    await run(function* () {
      yield* group(function* () {
        yield* newTask(worker(notes, 'detached', 50), { detached: true })
        const id = yield* newTask(worker(notes, 'killed', 50))
        yield* newTask(worker(notes, 'other', 10))
        yield* sleep(1)
        yield* killTask(id)
      })
      notes.push('after')
    })
    expect(notes).toEqual([
      'killed out',
      'other done',
      'other out',
      'after',
      'detached done',
      'detached out',
    ])
  })

  test('that ends takes no new members', async () => {
    const notes: string[] = []
    const running = run(function* () {
      yield* group(function* () {
        yield* newTask(worker(notes, 'bad', 5, 'oops'))
        try {
          yield* sleep(1000)
        } finally {
          yield* newTask(worker(notes, 'late', 1))
          yield* sleep(20)
        }
      })
    })
    await expect(running).rejects.toThrow('oops')
    expect(notes).toEqual(['bad out'])
  })

  test('leaves nothing with its parent, however often', async () => {
    const scheduler = new Scheduler()
    await scheduler.run(function* () {
      for (let n = 0; n < 100; n++) {
        expect(
          yield* group(function* () {
            yield
            return n
          }),
        ).toBe(n)
      }
      expect(scheduler.tasks.length).toBe(1)
    })
  })
})
