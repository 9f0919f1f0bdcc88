import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { splitLines } from '../../src/stages/split-lines.ts'
import { through } from './through.ts'

test.each<[string, Value, Value]>([
  ['log', { log: 'a\nb', x: '1' }, { log: ['a', 'b'], x: '1' }],
  ['log', { log: '\n   a\r\n\n\t b c \n' }, { log: ['a', 'b c'] }],
  ['log', { log: 'a\rb' }, { log: ['a', 'b'] }],
  ['log', { log: 'a\u2028b\n\u00a0c' }, { log: ['a\u2028b', '\u00a0c'] }],
  ['log', { log: '\na\n' }, { log: 'a' }],
  ['log', { log: '\n \n' }, { log: null }],
  [
    'log',
    { log: ['a\nb', null, 'c', { '#text': 'd\ne' }] },
    { log: ['a', 'b', null, 'c', { '#text': 'd\ne' }] },
  ],
  [
    'log/#text',
    { log: { '@id': '1', '#text': 'd\ne' } },
    { log: { '@id': '1', '#text': ['d', 'e'] } },
  ],
  ['log/#text', { log: 'd\ne' }, { log: ['d', 'e'] }],
  [
    'case/log',
    { case: [{ log: 'a\nb' }, { log: 'c' }] },
    { case: [{ log: ['a', 'b'] }, { log: 'c' }] },
  ],
  ['case/log', { 'case/log': 'a\nb' }, { 'case/log': ['a', 'b'] }], // as --select case/log makes it
  ['log, err', { log: 'a\nb', err: 'c\nd' }, { log: ['a', 'b'], err: ['c', 'd'] }],
  ['__proto__', JSON.parse('{"__proto__":"a\\nb"}'), JSON.parse('{"__proto__":["a","b"]}')],
  ['#text', 'a\nb', ['a', 'b']],
])('%s makes of %j %j', (text, record, expected) => {
  const [made] = through(splitLines, text, [record])
  expect(JSON.stringify(made)).toBe(JSON.stringify(expected))
})

test.each<[string, Value]>([
  ['log', { log: 'one line' }],
  ['log', { log: ['one', 'two'] }],
  ['log', { log: 5 }],
  ['log', { log: null }],
  ['log', { other: 'a\nb' }],
  ['log/a', { log: 'a\nb' }],
  ['log', 'a\nb'],
  ['log', null],
])('%s passes on %j as it is', (text, record) => {
  expect(through(splitLines, text, [record])[0]).toBe(record)
})

test('is described by its fields', () => {
  expect(splitLines.describe(splitLines.parse('log , case/err'))).toBe('log, case/err')
})

test.each(['', 'a,', 'a/'])('%j cannot be understood', (text) => {
  expect(() => splitLines.parse(text)).toThrow(UsageError)
})
