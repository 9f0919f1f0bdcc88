import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { head } from '../../src/stages/head.ts'
import { unique } from '../../src/stages/unique.ts'
import { argumentOf, gather, type Said, started, through } from './through.ts'

const numbered = (values: Value[]): Value[] => values.map((a, n) => ({ a, n }))
const kept = (values: Value[], ...said: Said[]) =>
  through(unique, 'a', numbered(values), ...said).map((record) => (record as { n: number }).n)

test.each<[string, Value[], number[]]>([
  ['the first of each value', ['x', 'y', 'x', 'z', 'y'], [0, 1, 3]],
  ['numbers and text as the same', [1, '1', '1.0'], [0, 2]],
  ['an empty element as empty text', [null, ''], [0]],
  ['names of objects as any text', ['__proto__', 'constructor', '__proto__'], [0, 1]],
  [
    'one that repeats if one of its values is new',
    [['x', 'y'], 'y', ['x', 'z'], ['z', 'y']],
    [0, 2],
  ],
])('passes on %s', (_, values, places) => {
  expect(kept(values)).toEqual(places)
})

test('a missing field is a value as any other, and not empty text', () => {
  const records: Value[] = [{ b: '1' }, { a: '' }, {}, null]
  expect(through(unique, 'a', records)).toEqual(records.slice(0, 2))
})

test('several fields are looked at together', () => {
  const records: Value[] = [
    { a: '1', b: '2' },
    { a: '1', b: '3' },
    { a: '1,2', b: '3' },
    { a: '1', b: '2' },
  ]
  expect(through(unique, 'a,b', records)).toEqual(records.slice(0, 3))
})

test('passes on as many as there are different values', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 2 })), (values) => {
      expect(kept(values)).toHaveLength(new Set(values).size)
    }),
  )
})

test('within a number it forgets the value that it has known longest', () => {
  expect(kept(['x', 'y', 'x', 'z', 'y', 'x'], ['within', '2'])).toEqual([0, 1, 3, 5])
  expect(kept(['x', 'x', 'y', 'x'], ['within', '1'])).toEqual([0, 2, 3])
})

test('passes records on at once', () => {
  const passed: Value[] = []
  started(unique, 'a', gather(passed)).send({ a: '1' })
  expect(passed).toHaveLength(1)
})

test('is done when its target is', () => {
  expect(started(unique, 'a', started(head, '1', gather([]))).send({ a: '1' })).toBe(false)
})

test('is described by its fields', () => {
  expect(unique.describe(unique.parse('a , b/@c'))).toBe('a, b/@c')
  expect(unique.describe(argumentOf(unique, 'a', ['within', '5']))).toBe('a within 5')
})

test.each<[string, Said[], string]>([
  ['', [], 'field "": expected a name'],
  ['a,a', [], '--unique: field given twice'],
  ['a', [['within', 'x']], '--within: expected a number of records, found "x"'],
  ['a', [['within', '0']], '--within: expected a number from 1, found 0'],
])('%j %j cannot be understood', (text, said, message) => {
  expect(() => argumentOf(unique, text, ...said)).toThrow(UsageError)
  expect(() => argumentOf(unique, text, ...said)).toThrow(message)
})
