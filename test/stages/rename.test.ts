import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StageError, UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { rename } from '../../src/stages/rename.ts'
import { gather, started, through } from './through.ts'

const BOOK: Value = {
  '@id': '1',
  title: 'XML',
  author: [{ name: 'Ann', '@age': '30' }, 'Anonymous', { name: ['Bob', 'Robert'] }],
  note: { '@by': 'me', '#text': 'good' },
  empty: null,
}

test.each([
  ['id=@id', { '@id': '7', a: '1' }, '{"id":"7","a":"1"}'],
  ['b=a', { x: '1', a: '2', y: '3' }, '{"x":"1","b":"2","y":"3"}'],
  [' b = a ', { a: '2' }, '{"b":"2"}'],
  ['b=a,a=b', { a: '1', b: '2' }, '{"b":"1","a":"2"}'],
  ['b=a,c=b', { a: '1', b: '2' }, '{"b":"1","c":"2"}'],
  ['a=a', { a: '1', b: '2' }, '{"a":"1","b":"2"}'],
  ['b=a', { a: null }, '{"b":null}'],
  ['b=a', { a: ['1', '2'] }, '{"b":["1","2"]}'],
  ['__proto__=a', { a: { x: '1' } }, '{"__proto__":{"x":"1"}}'],
  ['toString=a', { a: '1' }, '{"toString":"1"}'],
  // below
  ['b=a/x', { a: { x: '1', y: '2' } }, '{"a":{"b":"1","y":"2"}}'],
  ['b=a/x,c=a', { a: { x: '1' } }, '{"c":{"b":"1"}}'],
  ['b=a/x,c=a/y/z', { a: { x: '1', y: { z: '2' } } }, '{"a":{"b":"1","y":{"c":"2"}}}'],
  ['b=a/x', { a: [{ x: '1' }, 'text', { y: '2' }] }, '{"a":[{"b":"1"},"text",{"y":"2"}]}'],
  ['b=a/x', { 'a/x': '1', c: '2' }, '{"b":"1","c":"2"}'], // as --select a/x makes it
  // text
  ['body=#text', { '@id': '1', '#text': 'x' }, '{"@id":"1","body":"x"}'],
  ['body=note/#text', { note: 'x' }, '{"note":{"body":"x"}}'],
  ['body=#text', 'x', '{"body":"x"}'],
  ['body=#text', null, 'null'],
])('%s makes of %j %s', (text, record, expected) => {
  expect(JSON.stringify(through(rename, text, [record as Value])[0])).toBe(expected)
})

test.each(['b=a', 'x=title/sub', 'x=author/born', 'x=empty/#text', 'x=__proto__', 'x=constructor'])(
  '%s leaves a record without that field as it is',
  (text) => {
    expect(through(rename, text, [BOOK])[0]).toBe(BOOK)
  },
)

test.each<[string, Value]>([
  ['title=@id', BOOK],
  ['@id=title', BOOK],
  ['y=author/x', { author: [{ y: '1' }, { y: '1', x: '2' }] }],
  ['c=a,c=b', { a: '1', b: '2' }],
])('%s ends the run where one of two fields would be lost', (text, record) => {
  const line = started(rename, text, gather([]))
  line.send({ other: '1' })
  expect(() => line.send(record)).toThrow(StageError)
  expect(() => started(rename, text, gather([])).send(record)).toThrow(
    /^--rename: record [{].{1,60}[}…] would have two fields "/,
  )
})

test('either of two fields may get a name', () => {
  expect(through(rename, 'c=a,c=b', [{ a: '1' }, { b: '2' }])).toEqual([{ c: '1' }, { c: '2' }])
})

const name = fc.constantFrom('a', 'b', '@c', '#text', '__proto__')
const leaf = fc.constantFrom<Value>('1', null, '')
const entries = (value: fc.Arbitrary<Value>) => fc.array(fc.tuple(name, value)).map(made)
const level = entries(fc.oneof(leaf, entries(leaf), fc.array(fc.oneof(leaf, entries(leaf)))))

function made(pairs: [string, Value][]): Value {
  return JSON.parse(`{${pairs.map((pair) => pair.map((e) => JSON.stringify(e)).join(':'))}}`)
}

test('there and back again is nothing, the order included', () => {
  const path = fc.array(name, { minLength: 1, maxLength: 2 })
  fc.assert(
    fc.property(level, path, (record, field) => {
      fc.pre(field.at(-1) !== '#text')
      const there = through(rename, `new=${field.join('/')}`, [record])
      const [back] = through(
        rename,
        `${field.at(-1)}=${[...field.slice(0, -1), 'new'].join('/')}`,
        there,
      )
      expect(JSON.stringify(back)).toBe(JSON.stringify(record))
    }),
  )
})

test('is described as it is written', () => {
  expect(rename.describe(rename.parse(' id = @id,name=author/full '))).toBe(
    'id=@id, name=author/full',
  )
})

test.each([
  ['', '--rename: expected NEW=OLD, found ""'],
  ['a', '--rename: expected NEW=OLD, found "a"'],
  ['a=b,c', '--rename: expected NEW=OLD, found "c"'],
  ['a=b=c', '--rename: expected NEW=OLD, found "a=b=c"'],
  ['=a', '--rename: expected a name before "="'],
  ['a=', 'field "": expected a name'],
  ['a=b//c', 'field "b//c": expected a name'],
  ['a/x=a/b', '--rename: expected a name without "/", found "a/x"'],
  ['1=a', '--rename: name is a number: "1"'],
  ['b=a,c=a', '--rename: field given twice: "a"'],
])('%j cannot be understood', (text, message) => {
  expect(() => rename.parse(text)).toThrow(UsageError)
  expect(() => rename.parse(text)).toThrow(message)
})
