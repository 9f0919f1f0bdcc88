// Holds every stage to what it says of an input that is cut into parts: the same comes out as from one that is not.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Target } from '../../src/core/coroutine.ts'
import { Calls } from '../../src/expression/calls.ts'
import type { Json } from '../../src/plan/plan.ts'
import { STAGES, stageNamed } from '../../src/plan/stages.ts'
import type { Value } from '../../src/record/record.ts'
import { randomNumbers } from '../../src/sketch/random-numbers.ts'
import { gatheredPart, joined } from '../../src/stages/gathering.ts'
import type { Stage } from '../../src/stages/stage.ts'
import { ARGUMENTS } from '../plan/random-plan.ts'
import { RANDOM_PARTS } from './random-records.ts'
import { argumentOf, gather, type Said } from './through.ts'

const CASES: [stage: string, argument: fc.Arbitrary<Json>][] = [
  ...ARGUMENTS.map(([, stage, argument]): [string, fc.Arbitrary<Json>] => [stage, argument]),
  ['without-name', fc.constantFrom(null, '#text')],
  ['pipe', fc.constant('cat')], // in order: no random plan starts processes
]

/** What comes out, and what is written to a sink, each in its order, and what is known of calls. */
interface Outcome {
  passed: Value[]
  written: Value[]
  calls: Calls
}

function whole(stage: Stage<Json>, argument: Json, records: Value[]): Outcome {
  const outcome: Outcome = { passed: [], written: [], calls: new Calls() }
  const { passed, written, calls } = outcome
  pour(
    records,
    stage.start(argument, gather(passed), () => gather(written), calls),
  )
  return outcome
}

/** The same by way of the parts. What a part hands on is copied, as between threads. */
function inParts(stage: Stage<Json>, argument: Json, parts: Value[][]): Outcome {
  const way = stage.parts(argument)
  const outcome: Outcome = { passed: [], written: [], calls: new Calls() }
  if (way === 'in order') throw new Error(`${stage.name} has no parts`)
  if (way === 'alone' || way === 'again') {
    for (const part of parts) {
      const { passed, written, calls } = copied(whole(stage, argument, part))
      outcome.passed.push(...passed)
      outcome.written.push(...written)
      outcome.calls.merge(calls)
    }
    return way === 'alone' ? outcome : whole(stage, argument, outcome.passed)
  }
  const all = joined(way.whole(), gather(outcome.passed))
  for (const records of parts) {
    const calls = new Calls()
    const part = way.part(calls)
    pour(records, gatheredPart(part))
    all.send(structuredClone(part.state()))
    outcome.calls.merge(structuredClone(calls.state()))
  }
  all.close()
  return outcome
}

function copied({ passed, written, calls }: Outcome) {
  return structuredClone({ passed, written, calls: calls.state() })
}

function pour(records: Value[], target: Target<Value>): void {
  for (const record of records) if (!target.send(record)) break
  target.close()
}

function expectSame(found: Outcome, expected: Outcome): void {
  expect(JSON.stringify(found.passed)).toBe(JSON.stringify(expected.passed))
  expect(found.passed).toEqual(expected.passed)
  expect(JSON.stringify(found.written)).toBe(JSON.stringify(expected.written))
  expect(found.calls.fruitless).toEqual(expected.calls.fruitless)
}

test('every stage is among the cases', () => {
  const named = new Set(CASES.map(([name]) => name))
  expect([...STAGES.map(({ name }) => name), 'without-name'].filter((n) => !named.has(n))).toEqual(
    [],
  )
})

test.each(CASES)('%s makes of parts what it makes of all', (name, argument) => {
  const stage = stageNamed(name)
  fc.assert(
    fc.property(argument, RANDOM_PARTS, (given, parts) => {
      if (stage.parts(given) === 'in order') return
      expectSame(inParts(stage, given, parts), whole(stage, given, parts.flat()))
    }),
    { numRuns: 100 },
  )
})

test('these depend on the order of all records', () => {
  const inOrder = ([name, text, ...said]: [name: string, text: string, ...said: Said[]]) => {
    const stage = stageNamed(name)
    return stage.parts(argumentOf(stage, text, ...said)) === 'in order'
  }
  expect(inOrder(['unique', 'a'])).toBe(false)
  expect(inOrder(['unique', 'a', ['within', '2']])).toBe(true)
  for (const name of ['skip', 'sample']) expect(inOrder([name, '2'])).toBe(true)
  expect(inOrder(['sample', '1%'])).toBe(true)
  expect(inOrder(['map-js', 'record => record'])).toBe(true)
  expect(inOrder(['pipe', 'cat'])).toBe(true)
})

// what is estimated beyond a number of values, and sums that no double holds on the way

const MANY = 12_000
const random = randomNumbers(3)
const LARGE: Value[] = Array.from({ length: MANY }, (_, n) => {
  const kind = String(Math.floor(random() ** 2 * 5))
  const often = n % 7 === 3 ? 'often' : `rare ${n}`
  const number = (random() - 0.5) * 10 ** Math.floor(random() * 600 - 300)
  return {
    kind,
    often,
    number: String(number),
    price: (random() * 100).toFixed(2),
    key: `k${n % 5000}`,
  }
})

/** Ends of parts: few or many, some of them empty. */
const CUTS = fc.array(fc.nat(MANY), { maxLength: 20 })

function cut(records: Value[], at: number[]): Value[][] {
  const ends = [...at].sort((a, b) => a - b)
  return [...ends, records.length].map((end, i) => records.slice(ends[i - 1] ?? 0, end))
}

test.each<[string, string, ...Said[]]>([
  [
    'group',
    'kind',
    ['agg', 'sum(number),mean(number),sum(price),mean(price),p50(number),p99.9(price)'],
  ],
  [
    'group',
    'kind',
    ['agg', 'distinct(often),distinct(kind),first(key),last(key),min(number),max(often)'],
  ],
  ['count-by', 'kind,often'],
  ['stats', ''],
  ['count', ''],
  ['top', '1500', ['by', 'price']],
  ['tail', '5000'],
  ['unique', 'key'],
  ['sort', 'price,-often'],
  ['sort', 'kind', ['sort-memory', '200000']],
])('%s %s %j of many records is the same however they are cut', (name, text, ...said) => {
  const stage = stageNamed(name)
  const argument = argumentOf(stage, text, ...said)
  const expected = whole(stage, argument, LARGE)
  fc.assert(
    fc.property(CUTS, (at) => {
      expectSame(inParts(stage, argument, cut(LARGE, at)), expected)
    }),
    { numRuns: 5 },
  )
})

test('a rename that would lose a field names the record, not its number in a part', () => {
  const stage = stageNamed('rename')
  const argument = stage.parse('a=b')
  const fault = (records: Value[]) => {
    try {
      whole(stage, argument, records)
    } catch (error) {
      return (error as Error).message
    }
  }
  const clash = { a: '1', b: '2' }
  expect(fault([clash])).toContain('{"a":"1","b":"2"} would have two fields')
  expect(fault([clash])).toBe(fault([{ b: '1' }, clash]))
})

test('--stats counts the fields of all parts', () => {
  const stage = stageNamed('stats')
  const fields = (from: number, to: number): Value =>
    Object.fromEntries(Array.from({ length: to - from }, (_, n) => [`f${from + n}`, '1']))
  expect(inParts(stage, null, [[fields(0, 6000)], [fields(1000, 10_000)]]).passed).toHaveLength(
    10_000,
  )
  expect(() => inParts(stage, null, [[fields(0, 6000)], [fields(5000, 10_001)]])).toThrow(
    '--stats: more than 10000 different fields',
  )
})
