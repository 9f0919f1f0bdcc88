// A plan is shared out among threads where that is faster.

import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { type Asked, shareOut } from '../../src/parts/share-out.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'

const SORT: Pipeline = {
  stages: [{ stage: 'sort', argument: { by: [{ field: ['route'], descending: false }] } }],
}
const plan = (pipeline: Pipeline): Plan => ({
  inputs: ['fixtures/buses.xml'],
  record: 'bus',
  pipeline,
})
const CUTTING = { smallest: 1000 }

/** Why one thread does it, where several could; a processor of one core has one thread anyway. */
function reasonOf(pipeline: Pipeline, asked: Asked = {}): string | undefined {
  const shared = shareOut(plan(pipeline), { cutting: CUTTING, ...asked })
  return 'reason' in shared ? shared.reason : undefined
}

test.skipIf(availableParallelism() === 1)(
  'a sort is for one thread, unless more are asked for',
  () => {
    expect(reasonOf({ stages: [] })).toBeUndefined()
    expect(reasonOf(SORT)).toBe('--sort is faster in one thread')
    expect(reasonOf({ stages: [], branches: [{ stages: [] }, SORT] })).toBe(
      '--sort is faster in one thread',
    )
    expect(reasonOf(SORT, { jobs: 2 })).toBeUndefined()
  },
)
