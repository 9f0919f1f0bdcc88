// The law: a stage that takes rows, or lines, makes of them what it makes of their records.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coroutine, type Receiver, type Target } from '../../src/core/coroutine.ts'
import { stageNamed } from '../../src/plan/stages.ts'
import type { Field } from '../../src/record/field.ts'
import { Lines, recordsIn } from '../../src/record/lines.ts'
import type { Value } from '../../src/record/record.ts'
import { Rows } from '../../src/record/rows.ts'
import { randomNumbers } from '../../src/sketch/random-numbers.ts'
import type { Gathering } from '../../src/stages/gathering.ts'
import { rowsOf } from '../record/made-rows.ts'
import { RANDOM_PARTS } from './random-records.ts'
import { argumentOf, type Said, started } from './through.ts'

const LONG = 'long, and the same for a while: '
const TEXT = fc.constantFrom(
  '7',
  '7.0',
  '-2',
  'a',
  'é',
  'x😀',
  'says "x"',
  '"a":["1"],{',
  'a\\b',
  `${LONG}1`,
  `${LONG}2`,
)
const VALUE: fc.Arbitrary<Value> = fc.oneof(
  { weight: 8, arbitrary: TEXT },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.array(TEXT, { minLength: 2, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ a: TEXT, '#text': TEXT }) },
  { weight: 1, arbitrary: fc.array(fc.record({ a: fc.array(TEXT), b: TEXT }), { maxLength: 2 }) },
)
const MEMBERS = { '@id': TEXT, a: VALUE, b: VALUE, é: TEXT, '#text': TEXT }
const RECORD: fc.Arbitrary<Value> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record(MEMBERS, { requiredKeys: [] })
      .map((record) => (Object.keys(record).length > 0 ? (record as Value) : null)),
  },
  { weight: 1, arbitrary: TEXT },
)

const AGGREGATES = 'count,sum(a),mean(b),min(a),max(b),first(a),last(a/a),distinct(b),p50(@id)'

test.each<[string, string, ...Said[]]>([
  ['count-by', 'a'],
  ['count-by', 'b,a'],
  ['count-by', 'a/a,é'],
  ['group', 'é', ['agg', AGGREGATES]],
  ['group', 'a,b', ['agg', 'n=numbers(#text),count(a)']],
  ['unique', 'a'],
  ['unique', 'b,#text'],
  ['unique', 'é', ['within', '2']],
  ['sort', 'a,-b'],
  ['sort', '-#text', ['sort-memory', '100']],
  ['top', '3', ['by', 'a,é']],
  ['set', 'a=lower(b)'],
  ['set', 'new=a'],
  ['set', 'é=number(@id) * 2'],
  ['set', '#text=len(a) > 1'],
  ['explode', 'a'],
  ['explode', 'é'],
  ['explode', 'a/a'],
  ['explode', 'b/a'],
])('%s %s makes the same of rows', (name, text, ...more) => {
  const stage = stageNamed(name)
  const argument = argumentOf(stage, text, ...more)
  const fields = (stage.fields ?? stage.reads)?.(argument) as Field[]
  let records = 0
  const law = (batches: Value[][]) => {
    const made = (items: unknown[]) => {
      const passed: string[] = []
      const target = started(stage, text, gather(passed), ...more)
      for (const item of items) target.send(item as Value)
      target.close()
      records += passed.length
      return passed
    }
    const rows = batches.map((batch) => rowsOf(batch, fields))
    expect(made(rows)).toEqual(made(batches.flat()))
  }
  fc.assert(fc.property(fc.array(fc.array(RECORD, { maxLength: 6 }), { maxLength: 4 }), law), {
    numRuns: 100,
  })
  expect(records).toBeGreaterThan(200) // or the law was hardly tried
})

/** Keeps what comes as JSON: lines are only there until `send` returns. */
const gather: (passed: string[]) => Target<Value> = coroutine(function* (
  passed: string[],
): Receiver<unknown> {
  while (true) {
    const item = yield
    const lines = item instanceof Rows ? new Lines(item.lines, item.records) : item
    const records = lines instanceof Lines ? recordsIn(lines) : [lines]
    for (const record of records) passed.push(JSON.stringify(record))
  }
}) as (passed: string[]) => Target<Value>

test('stats makes the same of lines', () => {
  const law = (batches: Value[][]) => {
    const lines = batches.filter((batch) => batch.length > 0).map(linesOf)
    expect(statsOf(lines)).toEqual(statsOf(lines.flatMap((each) => [...recordsIn(each)])))
    // some come as records
    const mixed = lines.flatMap((each, i): unknown[] =>
      i % 3 === 1 ? [...recordsIn(each)] : [each],
    )
    expect(statsOf(mixed)).toEqual(statsOf(lines))
  }
  fc.assert(fc.property(RANDOM_PARTS, law), { numRuns: 100 })
})

test('stats makes the same of lines with more texts than are counted', () => {
  const random = randomNumbers(1)
  const below = (most: number) => Math.floor(random() * most)
  const records = Array.from({ length: 9000 }, (_, n) => ({
    '@id': String(n),
    few: [`a${below(3)}`, String(below(1900) / 10)],
    many: below(2) === 0 ? String(n / 4) : `é${below(50)}`,
    ...(n % 3 === 0 && { long: `${'x'.repeat(below(105))}${n}` }),
    later: { text: n < 6000 ? below(2000) : n, ...(n === 7000 && { '7': 'digit' }) },
  }))
  const lines = Array.from({ length: 9 }, (_, n) =>
    linesOf(records.slice(n * 1000, (n + 1) * 1000)),
  )
  expect(statsOf(lines)).toEqual(statsOf(records))
})

test('stats sums up texts and numbers of any shape as it does those of records', () => {
  const random = randomNumbers(2)
  const below = (most: number) => Math.floor(random() * most)
  const one = <T>(of: readonly T[]) => of[below(of.length)] as T
  const text = (letters: readonly string[], most: number) =>
    Array.from({ length: below(most) }, () => one(letters)).join('')
  const number = () => {
    const digits = [...'0123456789']
    const shape = one([
      'd',
      'd',
      'd.d',
      'd.d',
      '-d.d',
      '+d',
      '.d',
      'd.',
      'de-d',
      'dE+d',
      '-de999',
      'd-d',
    ])
    return shape.replaceAll('d', () => text(digits, one([3, 9, 20])))
  }
  const units = ['a', 'b', 'é', 'ж', '京', '\uffff', '😀', '\n', '"', '\\', ' ']
  const odd = ['\u0001', '\ud800x', '9'.repeat(120), `${'😀'.repeat(50)}!`]
  const huge = Array.from({ length: 40 }, (_, n) => 'é京-long text\n'.repeat(800).slice(5 * n))
  const wide = ['9007199254740991', '1e-20', '-0.1', '-9007199254740991', '0.1']
  const records = Array.from({ length: 4200 }, (_, n) => ({
    all: n > 3500 && n % 50 === 0 ? one(odd) : n % 2 ? text(units, one([3, 20, 120])) : number(),
    texts: `${one(['', '\uffff', '😀', '京'])}${text(units, 20)}`,
    numbers: n % 5 ? number() : String(one([0.1, 1e15, -3, 1e-7]) * n),
    prices: n % 9 ? `${1 + below(1e5)}.${10 + below(90)}` : `${'0'.repeat(120)}.5`,
    balance: n % 9 ? [`${n}.1`, `${n}.2`, `-${2 * n}.3`] : `${one(['', '-'])}7.00000000000000000`,
    peak: n === 2000 ? '9999999' : n,
    sizes: n % 9 ? `0.${10 + below(90)}` : `${below(5000)}e-3`,
    wide: [wide[n % 5] as string, `0.00${n}`, `-0.00${n}`],
    json: one([
      n,
      -n,
      n / 8,
      n % 3 === 0,
      null,
      ...['<-0>', '<1e999>', `<${n}.50>`, `<0.0000000${n}>`],
    ]),
    long: `${'long '.repeat(20 + (n % 3))}${below(n < 900 ? 700 : n)}`,
    ...(n % 10 === 0 && { huge: one(huge) }),
    often: Array.from({ length: 40 }, () => String(n < 4100 ? below(1990) : below(4000))),
    cut: `x${'😀'.repeat(one([48, 49, 50, 51]))}${below(3000)}`,
  }))
  const lines = Array.from({ length: 14 }, (_, n) => linesOf(records.slice(n * 300, (n + 1) * 300)))
  const expected = statsOf(lines.flatMap((each) => [...recordsIn(each)]))
  expect(statsOf(lines)).toEqual(expected)
  const mixed = lines.flatMap((each, i): unknown[] => (i % 5 === 2 ? [...recordsIn(each)] : [each]))
  expect(statsOf(mixed)).toEqual(expected)
  const { part, whole } = stageNamed('stats').parts(null) as Gathering
  const [all, others] = [whole(), part()]
  for (const [n, each] of lines.entries()) (n < 6 ? all : others).addLines?.(each)
  all.merge(others.state())
  expect(Array.from(all.results(), (record) => JSON.stringify(record))).toEqual(expected)
})

/** A text as `<1.50>` stands there as a number written so. */
function linesOf(records: readonly Value[]): Lines {
  const text = records
    .map((record) => `${JSON.stringify(record).replaceAll(/"<([-\d.e]+)>"/g, '$1')}\n`)
    .join('')
  return new Lines(Buffer.from(text), records.length)
}

function statsOf(items: readonly unknown[]): string[] {
  const passed: string[] = []
  const target = started(stageNamed('stats'), '', gather(passed))
  for (const item of items) target.send(item as Value)
  target.close()
  return passed
}
