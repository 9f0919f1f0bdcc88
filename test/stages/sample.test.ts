import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { sample } from '../../src/stages/sample.ts'
import { argumentOf, gather, type Said, started, through } from './through.ts'

const MANY: Value[] = Array.from({ length: 10_000 }, (_, n) => n)

test.each(['1%', '0.01', ' .01 '])('%j keeps about one of a hundred, in order', (text) => {
  const kept = through(sample, text, MANY, ['seed', '1']) as number[]
  expect(kept.length).toBeGreaterThan(60)
  expect(kept.length).toBeLessThan(140)
  expect(kept).toEqual(kept.toSorted((a, b) => a - b))
})

test.each([
  ['100%', 10_000],
  ['1.0', 10_000],
  ['0%', 0],
  ['0.0', 0],
])('%s keeps %i of 10000', (text, count) => {
  expect(through(sample, text, MANY)).toHaveLength(count)
})

test('a rate passes records on at once', () => {
  const passed: Value[] = []
  started(sample, '100%', gather(passed)).send('1')
  expect(passed).toEqual(['1'])
})

test('a whole number keeps as many, in order, or all there are', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(30), (count, all) => {
      const kept = through(sample, String(count), MANY.slice(0, all)) as number[]
      expect(kept).toHaveLength(Math.min(count, all))
      expect(new Set(kept).size).toBe(kept.length)
      expect(kept).toEqual(kept.toSorted((a, b) => a - b))
    }),
  )
})

test('every record is as likely to be among them', () => {
  const times = new Array<number>(10).fill(0)
  for (let seed = 0; seed < 3000; seed++) {
    for (const n of through(sample, '3', MANY.slice(0, 10), ['seed', String(seed)]) as number[]) {
      times[n] = (times[n] ?? 0) + 1
    }
  }
  // 900 each, with a standard deviation of 25
  expect(Math.min(...times)).toBeGreaterThan(790)
  expect(Math.max(...times)).toBeLessThan(1010)
})

test.each(['5', '1%'])('a seed makes %s choose the same again, another seed others', (text) => {
  const chosen = (seed: string) => through(sample, text, MANY, ['seed', seed])
  expect(chosen('7')).toEqual(chosen('7'))
  expect(chosen('7')).not.toEqual(chosen('8'))
})

test('without a seed it chooses others every time', () => {
  expect(through(sample, '50', MANY)).not.toEqual(through(sample, '50', MANY))
})

test('sends what it has when the input breaks', () => {
  const passed: Value[] = []
  const line = started(sample, '3', gather(passed))
  line.send('1')
  line.throw(new Error('broken'))
  expect(passed).toEqual(['1'])
})

test.each<[string, Said[], string]>([
  ['1%', [], '1%'],
  ['.07', [], '7%'],
  ['0.001', [], '0.1%'],
  ['10', [], '10'],
  ['10', [['seed', '7']], '10 with seed 7'],
])('%s %j is described as %s', (text, said, words) => {
  expect(sample.describe(argumentOf(sample, text, ...said))).toBe(words)
})

test.each<[string, Said[], string]>([
  ...['', 'x', '-1', '1.5', '101%', '%', '1e-3', '5 %'].map((text): [string, Said[], string] => [
    text,
    [],
    `--sample: expected a rate, as in 1% or 0.01, or a number of records, found ${JSON.stringify(text)}`,
  ]),
  ['5', [['seed', 'x']], '--seed: expected a whole number, found "x"'],
  ['5', [['seed', '-1']], '--seed: expected a whole number, found "-1"'],
])('%j %j cannot be understood', (text, said, message) => {
  expect(() => argumentOf(sample, text, ...said)).toThrow(UsageError)
  expect(() => argumentOf(sample, text, ...said)).toThrow(message)
})
