import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { parseField, valuesAt } from '../../src/record/field.ts'
import type { Value } from '../../src/record/record.ts'
import { explode } from '../../src/stages/explode.ts'
import { head } from '../../src/stages/head.ts'
import { gather, started, through } from './through.ts'

test.each<[string, Value, Value[]]>([
  [
    'tag',
    { '@id': '1', tag: ['x', 'y'], title: 'T' },
    [
      { '@id': '1', tag: 'x', title: 'T' },
      { '@id': '1', tag: 'y', title: 'T' },
    ],
  ],
  ['tag', { tag: ['x', null, { a: '1' }] }, [{ tag: 'x' }, { tag: null }, { tag: { a: '1' } }]],
  ['tag', { tag: ['x'] }, [{ tag: 'x' }]],
  ['tag', { tag: [], a: '1' }, [{ a: '1' }]],
  [
    '__proto__',
    JSON.parse('{"__proto__":["1","2"]}'),
    [{ ['__proto__']: '1' }, { ['__proto__']: '2' }],
  ],
  // below
  ['a/b', { a: { b: ['1', '2'], c: '3' } }, [{ a: { b: '1', c: '3' } }, { a: { b: '2', c: '3' } }]],
  [
    'a/b',
    { a: [{ b: ['1', '2'] }, { b: '3' }] },
    [{ a: { b: '1' } }, { a: { b: '2' } }, { a: { b: '3' } }],
  ],
  ['a/b', { a: [{ b: '1' }, 'text', null] }, [{ a: { b: '1' } }, { a: 'text' }, { a: null }]],
  ['a/b', { 'a/b': ['1', '2'] }, [{ 'a/b': '1' }, { 'a/b': '2' }]], // as --select a/b makes it
])('%s makes of %j %j', (text, record, expected) => {
  expect(JSON.stringify(through(explode, text, [record]))).toBe(JSON.stringify(expected))
})

test.each<[string, Value]>([
  ['tag', { tag: 'x' }],
  ['tag', { other: ['x', 'y'] }],
  ['tag/a', { tag: { b: ['x', 'y'] } }],
  ['constructor', {}],
  ['tag', 'text'],
  ['tag', null],
])('%s passes on %j as it is', (text, record) => {
  expect(through(explode, text, [record])[0]).toBe(record)
})

const leaf = fc.constantFrom<Value>('1', '2', null)
const dictionary = (value: fc.Arbitrary<Value>) =>
  fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), value)
const several = (value: fc.Arbitrary<Value>) => fc.oneof(value, fc.array(value, { minLength: 1 }))
const record = dictionary(several(fc.oneof(leaf, dictionary(several(leaf)))))

test('all values stay, in their order, one a record', () => {
  const path = fc.constantFrom('a', 'b', 'a/b', 'b/a', '__proto__/a')
  fc.assert(
    fc.property(record, path, (found, text) => {
      const field = parseField(text)
      const single = through(explode, text, [found]).map((each) => valuesAt(each, field))
      expect(single.flat()).toEqual(valuesAt(found, field))
      expect(single.every((values) => values.length <= 1)).toBe(true)
    }),
  )
})

test('twice is once', () => {
  fc.assert(
    fc.property(record, (found) => {
      const once = through(explode, 'a/b', [found])
      expect(through(explode, 'a/b', once)).toEqual(once)
    }),
  )
})

test('is done in the middle of a record when its target is', () => {
  const passed: Value[] = []
  const line = started(explode, 'a', started(head, '2', gather(passed)))
  expect(line.send({ a: ['1', '2', '3'] })).toBe(false)
  expect(passed).toEqual([{ a: '1' }, { a: '2' }])
})

test('is described by its field', () => {
  expect(explode.describe(explode.parse(' author/name '))).toBe('author/name')
})

test.each(['', 'a/', 'a=b'])('%j cannot be understood', (text) => {
  expect(() => explode.parse(text)).toThrow(UsageError)
})
