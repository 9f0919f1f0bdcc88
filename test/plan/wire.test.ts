import { expect, test } from 'vitest'
import { coroutine, type Receiver } from '../../src/core/coroutine.ts'
import { UsageError } from '../../src/core/errors.ts'
import type { Pipeline } from '../../src/plan/plan.ts'
import { wire } from '../../src/plan/wire.ts'
import type { Value } from '../../src/record/record.ts'

const gather = coroutine(function* (records: Value[]): Receiver<Value> {
  try {
    while (true) records.push(yield)
  } finally {
    records.push('closed')
  }
})

/** What each destination has received when the records have gone through, and its end. */
function outcome(pipeline: Pipeline, records: Value[]): Record<string, Value[]> {
  const received: Record<string, Value[]> = {}
  const targets = new Map<string, ReturnType<typeof gather>>()
  const line = wire(pipeline, (destination) => {
    received[destination] ??= []
    const target = targets.get(destination) ?? gather(received[destination])
    targets.set(destination, target)
    return target
  })
  for (const record of records) if (!line.send(record)) break
  line.close()
  return received
}

const head = (argument: number) => ({ stage: 'head', argument })
const count = { stage: 'count', argument: null }
const text = { stage: 'select', argument: [{ name: 'x', field: ['#text'] }] }

test.each<[string, Pipeline, Record<string, Value[]>]>([
  ['no end is standard output', { stages: [] }, { '-': ['1', '2', '3', 'closed'] }],
  ['stages come in their order', { stages: [head(2), count] }, { '-': [{ count: 2 }, 'closed'] }],
  ['and not in another', { stages: [count, head(2)] }, { '-': [{ count: 3 }, 'closed'] }],
  ['a destination', { stages: [head(1)], to: ['a'] }, { a: ['1', 'closed'] }],
  [
    'two destinations',
    { stages: [head(1)], to: ['a', '-'] },
    { a: ['1', 'closed'], '-': ['1', 'closed'] },
  ],
  [
    'branches without an end share standard output',
    { stages: [], branches: [{ stages: [head(1)] }, { stages: [count] }] },
    { '-': ['1', { count: 3 }, 'closed'] },
  ],
  [
    'one branch',
    { stages: [head(2)], branches: [{ stages: [count], to: ['a'] }] },
    { a: [{ count: 2 }, 'closed'] },
  ],
  [
    'a destination beside a branch',
    { stages: [head(2)], to: ['a'], branches: [{ stages: [count], to: ['b'] }] },
    { a: ['1', '2', 'closed'], b: [{ count: 2 }, 'closed'] },
  ],
  [
    'branches of branches',
    {
      stages: [head(2)],
      branches: [
        { stages: [], branches: [{ stages: [head(1)] }, { stages: [count], to: ['a'] }] },
        { stages: [], to: ['a'] },
      ],
    },
    { '-': ['1', 'closed'], a: ['1', '2', { count: 2 }, 'closed'] },
  ],
  [
    'tee',
    { stages: [{ stage: 'tee', argument: 'a' }, head(1)], to: ['b'] },
    { a: ['1', '2', '3', 'closed'], b: ['1', 'closed'] },
  ],
  [
    'tee writes before the stages after it',
    { stages: [{ stage: 'tee', argument: 'a' }, text], to: ['a'] },
    { a: ['1', { x: '1' }, '2', { x: '2' }, '3', { x: '3' }, 'closed'] },
  ],
  [
    'a destination is written before the branches',
    { stages: [head(2)], to: ['a'], branches: [{ stages: [text], to: ['a'] }] },
    { a: ['1', { x: '1' }, '2', { x: '2' }, 'closed'] },
  ],
  [
    'tee to where the branch ends',
    { stages: [{ stage: 'tee', argument: 'a' }, head(1), count], to: ['a'] },
    { a: ['1', '2', '3', { count: 1 }, 'closed'] },
  ],
])('%s', (_, pipeline, expected) => {
  expect(outcome(pipeline, ['1', '2', '3'])).toEqual(expected)
})

test('the line is done when every branch is', () => {
  const pipeline = { stages: [], branches: [{ stages: [head(1)] }, { stages: [head(2)] }] }
  const line = wire(pipeline, () => gather([]))
  expect([line.send('1'), line.send('2')]).toEqual([true, false])
})

test('an unknown stage is an error of usage', () => {
  const pipeline = { stages: [{ stage: 'shuffle', argument: null }] }
  expect(() => wire(pipeline, () => gather([]))).toThrow(UsageError)
})
