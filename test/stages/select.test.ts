import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { select } from '../../src/stages/select.ts'
import { through } from './through.ts'

const BOOK: Value = {
  '@id': '1',
  title: 'XML',
  author: [{ name: 'Ann' }, { name: 'Bob', '@age': '30' }],
  note: { '@by': 'me', '#text': 'good' },
  empty: null,
}

test.each([
  ['title', '{"title":"XML"}'],
  ['title,@id', '{"title":"XML","@id":"1"}'],
  [' title , @id ', '{"title":"XML","@id":"1"}'],
  ['id=@id', '{"id":"1"}'],
  [' id = @id ', '{"id":"1"}'],
  ['author/name', '{"author/name":["Ann","Bob"]}'],
  ['who=author/name', '{"who":["Ann","Bob"]}'],
  ['age=author/@age', '{"age":"30"}'],
  ['note', '{"note":{"@by":"me","#text":"good"}}'],
  ['note/#text', '{"note/#text":"good"}'],
  ['text=title/#text', '{"text":"XML"}'],
  ['empty', '{"empty":null}'],
  ['missing', '{}'],
  ['missing,title', '{"title":"XML"}'],
  ['a=title,b=title', '{"a":"XML","b":"XML"}'],
  ['__proto__=title', '{"__proto__":"XML"}'],
  ['constructor', '{}'],
])('%s makes %s', (text, expected) => {
  expect(JSON.stringify(through(select, text, [BOOK])[0])).toBe(expected)
})

test('an array of one, as a mapping makes it, stays an array', () => {
  const record = { a: ['1'], b: { c: ['2'] }, d: [{ e: '3' }], f: [{ g: '4' }, null] }
  expect(through(select, 'a,b/c,d/e,f/g', [record])).toEqual([
    { a: ['1'], 'b/c': ['2'], 'd/e': ['3'], 'f/g': '4' },
  ])
})

test.each<[Value, string]>([
  ['text', '{"#text":"text"}'],
  [null, '{}'],
])('of the record %j it keeps %s', (record, expected) => {
  expect(JSON.stringify(through(select, '#text,a', [record])[0])).toBe(expected)
})

test('every record gives one', () => {
  expect(through(select, 'a', [{ a: '1' }, {}, null, 'x'])).toEqual([{ a: '1' }, {}, {}, {}])
})

test.each([
  ['title', 'title'],
  ['id=@id,title', 'id=@id, title'],
  ['title=title', 'title'],
  ['who=author/name', 'who=author/name'],
])('%s is described as %s', (text, words) => {
  expect(select.describe(select.parse(text))).toBe(words)
})

test.each([
  ['', 'field "": expected a name'],
  ['a,,b', 'field "": expected a name'],
  ['a,', 'field "": expected a name'],
  ['a=', 'field "": expected a name'],
  ['a//b', 'field "a//b": expected a name'],
  ['=a', '--select: expected a name before "="'],
  ['b, =a', '--select: expected a name before "="'],
  ['a=x,a=y', '--select: name given twice: "a"'],
  ['b=title,1=@id', '--select: name is a number: "1"'], // JavaScript would put it first
])('%j cannot be understood', (text, message) => {
  expect(() => select.parse(text)).toThrow(UsageError)
  expect(() => select.parse(text)).toThrow(message)
})
