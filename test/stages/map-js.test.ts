import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StageError, UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { head } from '../../src/stages/head.ts'
import { mapJs } from '../../src/stages/map-js.ts'
import { gather, started, through } from './through.ts'

const BOOKS: Value[] = [{ title: 'A', year: '1999' }, { title: 'B' }, null]

test.each<[string, Value[]]>([
  ['book => book?.title', ['A', 'B']],
  [
    'book => ({ ...book, old: book?.year < 2000 })',
    [{ title: 'A', year: '1999', old: true }, { title: 'B', old: false }, { old: false }],
  ],
  [
    'function (book) { if (book) { book.title += "!"; return book } }',
    [{ title: 'A!', year: '1999' }, { title: 'B!' }],
  ],
  ['(_, i) => i', [0, 1, 2]],
  ['() => undefined', []],
  ['() => null', [null, null, null]],
  ['book => book', [BOOKS[0] as Value, { title: 'B' }, null]],
  ['book => book?.title ?? ""', ['A', 'B', '']],
  ['() => false', [false, false, false]],
  ['book => [book, 1]', [BOOKS[0] as Value, 1, { title: 'B' }, 1, null, 1]],
  ['() => []', []],
  [
    '() => [[1, 2]]',
    [
      [1, 2],
      [1, 2],
      [1, 2],
    ],
  ],
  ['(() => { let n = 0; return () => ++n })()', [1, 2, 3]],
  [
    '() => ({ when: new Date(0), none: undefined, f() {}, not: NaN })',
    Array(3).fill({ when: '1970-01-01T00:00:00.000Z', not: null }),
  ],
  ['() => ({ toJSON: () => "x" })', ['x', 'x', 'x']],
  ['() => new Map()', [{}, {}, {}]],
  ['() => 1 // a comment', [1, 1, 1]],
  ['book => (\n  2\n)', [2, 2, 2]],
  ['String', ['[object Object]', '[object Object]', 'null']],
])('%s passes on %j', (text, expected) => {
  expect(JSON.stringify(through(mapJs, text, BOOKS))).toBe(JSON.stringify(expected))
})

test('names of any kind stay entries', () => {
  const record = JSON.parse('{"__proto__":{"a":"1"},"constructor":["2"]}')
  expect(JSON.stringify(through(mapJs, 'r => r', [record]))).toBe(JSON.stringify([record]))
})

test('a function that changes nothing passes on what is equal, and nothing that is shared', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(!Array.isArray(value))
      const [passed] = through(mapJs, 'record => record', [value as Value])
      expect(JSON.stringify(passed)).toBe(JSON.stringify(value))
      if (typeof value === 'object' && value !== null) expect(passed).not.toBe(value)
    }),
  )
})

test('what a function keeps and changes later is not what it has passed on', () => {
  const text = '(() => { const all = { n: [] }; return (r) => { all.n.push(r); return all } })()'
  expect(through(mapJs, text, ['a', 'b'])).toEqual([{ n: ['a'] }, { n: ['a', 'b'] }])
})

test.each([
  ['book => book.title', "--map-js: record 3: Cannot read properties of null (reading 'title')"],
  ['(_, i) => { if (i === 1) throw "no" }', '--map-js: record 2: no'],
  ['() => Promise.resolve(1)', '--map-js: record 1: returned a promise, which it cannot wait for'],
  ['() => () => 1', '--map-js: record 1: returned a function, which is no JSON'],
  ['() => Symbol()', '--map-js: record 1: returned a symbol, which is no JSON'],
  ['() => 1n', '--map-js: record 1: Do not know how to serialize a BigInt'],
  [
    '() => { const a = {}; a.a = a; return a }',
    '--map-js: record 1: returned what is nested too deep, or in itself',
  ],
  ['() => { undeclared = 1 }', '--map-js: record 1: undeclared is not defined'],
])('%s is a failure of the stage, with the number of the record', (text, message) => {
  expect(() => through(mapJs, text, BOOKS)).toThrow(StageError)
  expect(() => through(mapJs, text, BOOKS)).toThrow(message)
})

test('is done in the middle of an array when its target is', () => {
  const passed: Value[] = []
  const line = started(mapJs, '() => [1, 2, 3]', started(head, '2', gather(passed)))
  expect(line.send(null)).toBe(false)
  expect(passed).toEqual([1, 2])
})

test('is described as one line', () => {
  expect(mapJs.describe(mapJs.parse(' r =>\n  r '))).toBe('r => r')
})

test.each([
  ['', '--map-js: expected a function, as in '],
  ['5', 'found "5"'],
  ['{ a: 1 }', 'found "{ a: 1 }"'],
  ['record =>', '--map-js: Unexpected token'],
  ['missing', '--map-js: missing is not defined'],
  ['async r => r', 'found an async function, which it cannot wait for'],
  ['async function* () {}', 'found an async function, which it cannot wait for'],
  ['function* () {}', 'found a generator, which it cannot wait for'],
])('%j cannot be understood', (text, message) => {
  expect(() => mapJs.parse(text)).toThrow(UsageError)
  expect(() => mapJs.parse(text)).toThrow(message)
})
