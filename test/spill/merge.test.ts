import fc from 'fast-check'
import { expect, test } from 'vitest'
import { merge } from '../../src/spill/merge.ts'

const merged = (runs: [number, string][][]) =>
  [
    ...merge(
      runs.map((run) => run.values()),
      ([a], [b]) => a - b,
    ),
  ].map(([, name]) => name)

test('takes the least item of all runs, the earlier run where they are equal', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(9), { maxLength: 8 }), { maxLength: 12 }), (lists) => {
      const runs = lists.map((list, r) =>
        list.sort((a, b) => a - b).map((n, i): [number, string] => [n, `${r}.${i}`]),
      )
      const expected = runs.flat().sort(([a], [b]) => a - b)
      expect(merged(runs)).toEqual(expected.map(([, name]) => name))
    }),
  )
})

test('asks a run for its next item only when the one before was taken', () => {
  const asked: number[] = []
  function* run() {
    for (const n of [1, 2, 3]) {
      asked.push(n)
      yield n
    }
  }
  const items = merge([run()], (a, b) => a - b)
  items.next()
  expect(asked).toEqual([1])
  items.next()
  expect(asked).toEqual([1, 2])
})
