// The laws of tasks, on programs that are drawn.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Scheduler, type Turn } from '../../src/task/index.ts'
import { type Program, programs, World } from './random-program.ts'

const seeds = fc.option(fc.integer(), { nil: undefined })

/** What must be true after every run, whatever happened in it. */
async function expectNothingLeft(world: World): Promise<void> {
  expect(world.scheduler.tasks).toEqual([])
  expect(world.openBodies).toBe(0)
  expect(world.clock.hasCallback).toBe(false)
  expect(world.clock.advance?.()).toBe(false)
  for (const { waiting } of world.channels) expect(waiting).toEqual({ toPut: 0, toTake: 0 })
  // every task that has begun has ended, once
  expect([...world.ended].sort(byNumber)).toEqual([...world.begun].sort(byNumber))
  expect(new Set(world.begun).size).toBe(world.begun.length)
  const ends = world.turns.filter(({ trap }) => ['returned', 'failed', 'killed'].includes(trap))
  expect(new Set(ends.map(({ id }) => id)).size).toBe(ends.length)
  // no item is lost or doubled
  const out = [...world.taken, ...(await world.left())]
  expect(new Set(out).size).toBe(out.length)
  expect(world.accepted.filter((item) => !out.includes(item))).toEqual([])
  expect(world.refused.filter((item) => out.includes(item))).toEqual([])
}

const byNumber = (a: number, b: number): number => a - b

/** The most turns that another task had while one that was ready waited for its own. */
function overtaking(turns: Turn[]): number {
  let most = 0
  turns.forEach(({ id, trap }, at) => {
    if (trap !== 'yield') return
    const counts = new Map<number, number>()
    for (const { id: other } of turns.slice(at + 1)) {
      if (other === id) break
      counts.set(other, (counts.get(other) ?? 0) + 1)
    }
    most = Math.max(most, ...counts.values())
  })
  return most
}

describe('programs that are drawn', () => {
  test('every task runs to its end or its kill, once, every wait wakes, and nothing is left', async () => {
    await fc.assert(
      fc.asyncProperty(programs, seeds, async (program, seed) => {
        await expectNothingLeft(await new World(seed).run(program))
      }),
      { numRuns: 500 },
    )
  })

  test('a task that is ready is overtaken by no other more than once, or twice when turns are drawn', async () => {
    await fc.assert(
      fc.asyncProperty(programs, seeds, async (program, seed) => {
        const { turns } = await new World(seed).run(program)
        expect(overtaking(turns)).toBeLessThanOrEqual(seed === undefined ? 1 : 2)
      }),
      { numRuns: 200 },
    )
  })

  test('the same seed gives the same turns', async () => {
    await fc.assert(
      fc.asyncProperty(programs, seeds, async (program, seed) => {
        const [one, other] = [
          await new World(seed).run(program),
          await new World(seed).run(program),
        ]
        expect(one.turns).toEqual(other.turns)
        expect(String(one.failure)).toBe(String(other.failure))
      }),
      { numRuns: 200 },
    )
  })

  test('a kill after any turn, of any task, leaves nothing', async () => {
    await fc.assert(
      fc.asyncProperty(programs, seeds, async (program, seed) => {
        const { turns } = await new World(seed).run(program)
        const ids = [...new Set(turns.map(({ id }) => id))]
        for (const id of ids.slice(0, 6)) {
          for (let at = 0; at < Math.min(turns.length, 30); at++)
            await expectKillable(program, seed, at, id)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('stopping after any turn leaves nothing', async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.nat(40), async (program, at) => {
        const world = new World(undefined, (turn, { scheduler }) => {
          if (turn === at) scheduler.stop()
        })
        await expectNothingLeft(await world.run(program))
      }),
      { numRuns: 300 },
    )
  })
})

async function expectKillable(
  program: Program,
  seed: number | undefined,
  at: number,
  id: number,
): Promise<void> {
  let wasThere = false
  const world = new World(seed, (turn, { scheduler }) => {
    if (turn === at) wasThere = scheduler.kill(id)
  })
  await expectNothingLeft(await world.run(program))
  if (!wasThere) return
  const { trap } = world.turns.findLast((turn) => turn.id === id) as Turn
  // one that was at its last step when it was killed may still get there
  expect(['killed', 'failed', 'returned']).toContain(trap)
}

test('among many tasks each has as many turns as any other', async () => {
  const counts = new Array(1000).fill(0)
  const scheduler = new Scheduler()
  for (let n = 0; n < counts.length; n++) {
    scheduler.start(function* () {
      while (Math.max(counts[n] - counts[0], counts[n] - counts[999]) <= 1 && counts[n] < 50) {
        counts[n]++
        yield
      }
    })
  }
  await scheduler.run()
  expect(new Set(counts)).toEqual(new Set([50]))
})
