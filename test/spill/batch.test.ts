import { expect, test } from 'vitest'
import { Batch } from '../../src/spill/batch.ts'

const added = (lines: [string, number][], batch = new Batch<number>((a, b) => a - b)) => {
  for (const [line, key] of lines) batch.add(line, key)
  return batch
}
const linesIn = (batch: Batch<number>) => Array.from(batch.lines(), String)

test('gives lines in the order of their keys, equal ones as they came', () => {
  expect(
    linesIn(
      added([
        ['c', 2],
        ['ä', 1],
        ['b', 2],
        ['a', 1],
      ]),
    ),
  ).toEqual(['ä', 'a', 'c', 'b'])
})

test('is empty when it was cleared, and holds the next lines', () => {
  const batch = added([
    ['long '.repeat(500_000), 1],
    ['b', 0],
  ])
  batch.clear()
  expect([batch.size, linesIn(batch)]).toEqual([0, []])
  expect(
    linesIn(
      added(
        [
          ['d', 1],
          ['c', 0],
        ],
        batch,
      ),
    ),
  ).toEqual(['c', 'd'])
})

test('knows its size, about', () => {
  const batch = new Batch<string[]>(() => 0)
  batch.add('x'.repeat(1000), ['k'.repeat(100)])
  expect(batch.size).toBeGreaterThan(1100)
  expect(batch.size).toBeLessThan(1300)
})
