import { expect, test } from 'vitest'
import type { FieldShape } from '../../src/shape/shape.ts'
import { inferred } from './inferred.ts'

const DOCUMENT = `<list>
  <item id="1" on="true"><a>x</a><b n="0.5">7</b></item>
  <item id="2" on=""><a>y</a><a>x</a><b>8</b><c/></item>
  <item id="30"><a><d>2024-02-29</d></a></item>
</list>`

function field(path: string, documents = [DOCUMENT]): FieldShape | undefined {
  return inferred(documents).fields.find((each) => each.path === path)
}

test('fields come in the order of their appearance, each before those in it', () => {
  const paths = inferred([DOCUMENT]).fields.map(({ path }) => path)
  expect(paths).toEqual(['@id', '@on', 'a', 'a/d', 'b', 'b/@n', 'b/#text', 'c'])
})

test('it says how often there is a field, in how many records, and whether it repeats', () => {
  const { count, records, parents, most, array } = field('a') as FieldShape
  expect([count, records, parents, most, array]).toEqual([4, 3, 3, 2, true])
  expect(field('b')).not.toHaveProperty('array')
})

test('of an element it says whether it is a text, a dictionary or nothing', () => {
  expect(field('a')).toMatchObject({ objects: 1, kinds: { text: 3 } })
  expect(field('c')).toEqual({ path: 'c', count: 1, records: 1, parents: 1, empty: 1 })
})

test('the text of an element is of one type, alone and beside its fields', () => {
  expect(field('b')).toMatchObject({ type: 'integer', kinds: { integer: 1 } })
  expect(field('b/#text')).toMatchObject({ type: 'integer', kinds: { integer: 1 } })
  const mixed = ['<l><i><b>1</b></i><i><b n="">x</b></i></l>']
  expect(field('b', mixed)).toMatchObject({ type: 'text', kinds: { integer: 1 } })
  expect(field('b/#text', mixed)).toMatchObject({ type: 'text' })
  expect(field('b', ['<l><i><b>1</b></i><i><b n="">0.5</b></i></l>'])?.type).toBe('number')
})

test('a field is a number only if every value is one', () => {
  const values = (...texts: string[]) =>
    field('v', [`<l>${texts.map((text) => `<i><v>${text}</v></i>`).join('')}</l>`])
  expect(values('1', '2')).toMatchObject({ type: 'integer', min: 1, max: 2 })
  expect(values('1', '2.5')).toMatchObject({ type: 'number', min: 1, max: 2.5 })
  expect(values('1', '2', '', '3')).toMatchObject({ type: 'integer', empty: 1 })
  expect(values('true', 'false')).toMatchObject({ type: 'boolean', distinct: 2 })
  expect(values('1', '2', '03')).toMatchObject({ type: 'text', kinds: { integer: 2, text: 1 } })
  expect(values('1', '2.0')).toMatchObject({ type: 'text', min: 1, max: 2 })
  expect(values('1', 'true')?.type).toBe('text')
  expect(values('2024-02-29', '2023-01-01')).toMatchObject({
    type: 'text',
    kinds: { date: 2 },
    min: '2023-01-01',
    max: '2024-02-29',
  })
})

test('one odd value is seen, though it comes late', () => {
  const items = Array.from({ length: 1000 }, (_, n) => `<i><v>${n}</v></i>`)
  const odd = field('v', [`<l>${items.join('')}<i><v>n/a</v></i></l>`])
  expect(odd).toMatchObject({
    kinds: { integer: 1000, text: 1 },
    examples: ['0', '1', '2', 'n/a'],
  })
  expect(odd).not.toHaveProperty('distinct')
})

test('a long example is cut, and its length is that in characters', () => {
  const long = field('v', [`<l><i><v>${'€'.repeat(100)}</v></i></l>`])
  expect(long).toMatchObject({ longest: 100, examples: [`${'€'.repeat(60)}…`] })
})

test('text in pieces is one text', () => {
  const pieces = (text: string) => field('v/#text', [`<l><i><v> ${text} </v></i></l>`])
  expect(pieces('1<x/>2')).toMatchObject({ kinds: { integer: 1 }, min: 12 })
  expect(pieces(' <x/> a <x/> b ')).toMatchObject({ longest: 'a  b'.length })
  const long = 'xy '.repeat(3000)
  expect(pieces(`${long}<x/>${long} <x/>  `)).toMatchObject({ longest: 18_000 - 1 })
  expect(pieces(`${'y'.repeat(5000)}<x/>  <x/>  `)).toMatchObject({ longest: 5000 })
})

test('a record may be a text, or nothing', () => {
  expect(inferred(['<l><i>5</i><i/><i a="1">6</i></l>'])).toMatchObject({
    record: { type: 'integer', count: 3, empty: 1, objects: 1, kinds: { integer: 1 } },
    elements: { i: 3 },
  })
})

test('names that JavaScript knows are names', () => {
  const paths = ['<l><i __proto__="1"><constructor/><__proto__>x</__proto__></i></l>']
  const { fields } = inferred(paths)
  expect(fields.map(({ path }) => path)).toEqual(['@__proto__', 'constructor', '__proto__'])
})

test('a record that has not ended does not say what all have', () => {
  const { fields, record, elements } = inferred(
    ['<l><i><a/><b><c>1</c></b></i><i><a/><b><c>1</c></b></i><i><a/><a/><b>'],
    { isCut: true },
  )
  expect(record).toEqual({ count: 2, objects: 2 })
  expect(elements).toEqual({ i: 2 })
  expect(
    fields.map(({ path, count, records, parents }) => [path, count, records, parents]),
  ).toEqual([
    ['a', 4, 2, 2],
    ['b', 2, 2, 2],
    ['b/c', 2, 2, 2],
  ])
})

test('documents are counted together', () => {
  const { record, fields } = inferred([DOCUMENT, '<other><z/><item z="1"/></other>', DOCUMENT])
  expect(record.count).toBe(8)
  expect(fields.map(({ path }) => path)).toContain('@z')
  expect(fields[0]).toMatchObject({ path: '@id', count: 6, records: 6 })
})

test('records of too many different paths are refused', () => {
  const names = (count: number) => Array.from({ length: count }, (_, n) => `<n${n}/>`).join('')
  expect(inferred([`<l><i>${names(10_000)}</i></l>`]).fields.length).toBe(10_000)
  expect(() => inferred([`<l><i>${names(10_001)}</i></l>`])).toThrow(
    'more than 10000 different paths in records, at "n10000"',
  )
})
