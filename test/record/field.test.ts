import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { anyValue, parseField, valuesAt, without } from '../../src/record/field.ts'
import type { Value } from '../../src/record/record.ts'

describe('parseField', () => {
  test.each([
    ['title', ['title']],
    ['@id', ['@id']],
    ['#text', ['#text']],
    ['author/name', ['author', 'name']],
    ['a/b/c/@d', ['a', 'b', 'c', '@d']],
    ['dc:date', ['dc:date']],
    ['first-name.2', ['first-name.2']],
    [' title\n', ['title']],
    ['__proto__', ['__proto__']],
  ])('%j is the way %j', (text, field) => {
    expect(parseField(text)).toEqual(field)
  })

  test.each(['', ' ', '/', '/a', 'a/', 'a//b'])('%j lacks a name', (text) => {
    expect(() => parseField(text)).toThrow(UsageError)
    expect(() => parseField(text)).toThrow(`field ${JSON.stringify(text)}: expected a name`)
  })
})

const RECORD: Value = {
  '@id': '1',
  title: 'XML',
  empty: null,
  author: [
    { name: 'Ann', born: '1950' },
    { name: ['Bob', 'Robert'], '#text': 'editor' },
    'Anonymous',
    null,
  ],
  ref: { '@href': 'x', '#text': 'see x' },
}

describe('valuesAt', () => {
  test.each([
    ['@id', ['1']],
    ['title', ['XML']],
    ['title/#text', ['XML']],
    ['ref/#text', ['see x']],
    ['ref/@href', ['x']],
    ['ref', [{ '@href': 'x', '#text': 'see x' }]],
    ['empty', [null]],
    ['empty/#text', []],
    ['author/name', ['Ann', 'Bob', 'Robert']],
    ['author/name/#text', ['Ann', 'Bob', 'Robert']],
    ['author/#text', ['editor', 'Anonymous']],
    ['author/born', ['1950']],
    ['missing', []],
    ['title/missing', []],
    ['title/#text/more', []],
    ['missing/title', []],
    ['constructor', []],
    ['__proto__', []],
    ['title/length', []],
    ['author/length', []],
  ])('finds at %s: %j', (field, values) => {
    expect(valuesAt(RECORD, parseField(field))).toEqual(values)
  })

  test('a field that repeats gives its values one by one', () => {
    expect(valuesAt(RECORD, ['author'])).toHaveLength(4)
  })

  test('a record that is text has that text', () => {
    expect(valuesAt('alone', ['#text'])).toEqual(['alone'])
    expect(valuesAt('alone', ['title'])).toEqual([])
  })

  test('a record that is empty has nothing', () => {
    expect(valuesAt(null, ['#text'])).toEqual([])
    expect(valuesAt(null, ['title'])).toEqual([])
  })

  test('a number that a stage has made is found as text is', () => {
    expect(valuesAt({ count: 3 }, ['count', '#text'])).toEqual([3])
  })
})

describe('anyValue', () => {
  test('stops at the first value for which the test holds', () => {
    const asked: Value[] = []
    const found = anyValue({ a: ['1', '2', '3'] }, ['a'], (value) => {
      asked.push(value)
      return value === '2'
    })
    expect(found).toBe(true)
    expect(asked).toEqual(['1', '2'])
  })

  test('holds for no value of a missing field', () => {
    expect(anyValue({ a: '1' }, ['b'], () => true)).toBe(false)
  })
})

describe('without', () => {
  test.each<[string, Value, string, Value]>([
    ['a child', { a: '1', b: '2' }, 'a', { b: '2' }],
    ['an attribute', { '@id': '1', b: '2' }, '@id', { b: '2' }],
    ['a child that repeats', { a: ['1', '2'], b: '3' }, 'a', { b: '3' }],
    ['a field below', { a: { b: '1', c: '2' } }, 'a/b', { a: { c: '2' } }],
    ['the last field below', { a: { b: '1' } }, 'a/b', { a: null }],
    ['the last field of all', { a: '1' }, 'a', null],
    [
      'a field below one that repeats',
      { a: [{ b: '1', c: '2' }, 'x', { b: '3' }] },
      'a/b',
      { a: [{ c: '2' }, 'x', null] },
    ],
    ['a missing field', { a: '1' }, 'b', { a: '1' }],
    ['a field missing below', { a: '1' }, 'a/b', { a: '1' }],
    ['text beside attributes', { '@id': '1', '#text': 'x' }, '#text', { '@id': '1' }],
    [
      'text beside attributes below',
      { a: { '@b': '1', '#text': 'x' } },
      'a/#text',
      { a: { '@b': '1' } },
    ],
    [
      'the text of an element that has only text',
      { a: 'x', b: '1' },
      'a/#text',
      { a: null, b: '1' },
    ],
    ['the text of a record that has only text', 'x', '#text', null],
    ['a field of text', 'x', 'a', 'x'],
    ['a field of nothing', null, 'a', null],
    ['what every object has', { a: '1' }, 'constructor', { a: '1' }],
  ])('leaves out %s', (_, record, field, expected) => {
    expect(without(record, parseField(field))).toEqual(expected)
  })

  test('keeps the order of the other fields', () => {
    expect(Object.keys(without({ c: '1', a: '2', b: '3' }, ['a']) as object)).toEqual(['c', 'b'])
  })

  test('keeps and removes __proto__ as any name', () => {
    const record = JSON.parse('{"__proto__":"x","a":"1"}')
    expect(JSON.stringify(without(record, ['a']))).toBe('{"__proto__":"x"}')
    expect(JSON.stringify(without(record, ['__proto__']))).toBe('{"a":"1"}')
  })
})

const name = fc.constantFrom('a', 'b', '@id', '__proto__')
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, 'x', 'y'),
    fc.dictionary(
      name,
      fc.oneof(tie('value'), fc.array(tie('value'), { minLength: 2, maxLength: 3 })),
      { minKeys: 1, noNullPrototype: true },
    ),
  ),
}))
const field = fc.array(name, { minLength: 1, maxLength: 3 })

describe('laws', () => {
  test('nothing is found where a field was left out', () => {
    fc.assert(
      fc.property(value, field, (record, path) => {
        expect(valuesAt(without(record, path), path)).toEqual([])
      }),
    )
  })

  test('leaving out a field leaves the others as they were', () => {
    fc.assert(
      fc.property(value, name, name, (record, path, other) => {
        fc.pre(path !== other)
        expect(valuesAt(without(record, [path]), [other])).toEqual(valuesAt(record, [other]))
      }),
    )
  })

  test('the record itself never changes', () => {
    fc.assert(
      fc.property(value, field, (record, path) => {
        const before = JSON.stringify(record)
        without(record, path)
        valuesAt(record, path)
        expect(JSON.stringify(record)).toBe(before)
      }),
    )
  })
})
