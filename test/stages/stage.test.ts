// What holds for every stage.
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { STAGES, stageNamed } from '../../src/plan/stages.ts'
import type { Value } from '../../src/record/record.ts'
import { type OpenBridge, parseCount } from '../../src/stages/stage.ts'
import { argumentOf, frozen, gather, type Said } from './through.ts'

const ARGUMENTS: [name: string, text: string, ...modifiers: Said[]][] = [
  ['filter', 'a=1'],
  ['filter', 'b/c>1'],
  ['filter', '!a'],
  ['where', 'a == 1 || b/c ~ "x"'],
  ['select', 'x=a,b/c,__proto__'],
  ['drop', 'b/c,@id,__proto__'],
  ['rename', 'x=a,y=b/c,__proto__=@id'],
  ['set', 'a=default(a, 5)'],
  ['set', '__proto__=b/c'],
  ['split-lines', 'a,b/c'],
  ['explode', 'b/c'],
  ['map-js', 'record => [record, { "__proto__": 1 }, null, record]'],
  ['pipe', 'cat'],
  ['head', '3'],
  ['skip', '2'],
  ['tail', '2'],
  ['count', ''],
  ['count-by', 'a,b/c'],
  ['tee', 'copy.jsonl'],
  ['sample', '50%', ['seed', '1']],
  ['sample', '2', ['seed', '1']],
  ['unique', 'a,b/c'],
  ['unique', 'a', ['within', '1']],
  ['sort', '-a,b/c'],
  ['sort', 'a', ['sort-memory', '1']],
  ['top', '2', ['by', 'a,b/c'], ['ascending', '']],
  ['group', 'a', ['agg', 'count,n=sum(b/c),p50(a),first(b),distinct(a)']],
  ['stats', ''],
]

const RECORDS: Value[] = [
  { '@id': '1', a: '1', b: [{ c: '1' }, { c: ['2', '3'] }], '#text': 'x' },
  { a: ['1', '2'], b: { c: 'x' } },
  null,
  'text',
  JSON.parse('{"__proto__":{"a":"1"},"a":null}'),
  { b: [null, 'y', { c: null }] },
]

/** A command that gives back what it gets. */
const through: OpenBridge = (_, target) => target

test('every stage is among the cases below', () => {
  const named = new Set(ARGUMENTS.map(([name]) => name))
  expect([...named].sort()).toEqual(STAGES.map(({ name }) => name).sort())
})

/** What --select makes of a record. */
function projected(record: Value, names: string[]): Value {
  if (names.length === 0) return null
  const outputs: Value[] = []
  const { start, parse } = stageNamed('select')
  start(parse(names.join(',')), gather(outputs), () => gather([])).send(record)
  return outputs[0] as Value
}

/** What comes out, and what is written, in the order in which it happens. */
function outcome(name: string, argument: ReturnType<(typeof STAGES)[number]['parse']>): string {
  const outputs: Value[] = []
  const line = stageNamed(name).start(
    argument,
    gather(outputs),
    () => gather(outputs),
    undefined,
    through,
  )
  for (const record of RECORDS) if (!line.send(frozen(record))) break
  line.close()
  return JSON.stringify(outputs)
}

describe.each(ARGUMENTS)('%s %s %j', (name, text, ...said) => {
  const stage = stageNamed(name)
  const argument = argumentOf(stage, text, ...said)

  test('does the same after its argument has travelled as JSON', () => {
    expect(outcome(name, JSON.parse(JSON.stringify(argument)))).toBe(outcome(name, argument))
  })

  test('never changes the records it receives', () => {
    const before = JSON.stringify(RECORDS)
    outcome(name, argument)
    expect(JSON.stringify(RECORDS)).toBe(before)
  })

  test('makes records of no other fields than it says, of any whose fields are known', () => {
    for (const before of [undefined, ['a', 'b'], ['b/c', 'a', '@id', '__proto__'], []]) {
      const columns = stage.columns(argument, before)
      if (columns === undefined) continue
      expect(new Set(columns).size).toBe(columns.length)
      const records = before ? RECORDS.map((record) => projected(record, before)) : RECORDS
      const outputs: Value[] = []
      const line = stage.start(argument, gather(outputs), () => gather([]), undefined, through)
      for (const record of records) if (!line.send(record)) break
      line.close()
      for (const record of outputs) {
        expect(columns).toEqual(expect.arrayContaining(Object.keys(record ?? {})))
      }
    }
  })

  test('is described as one line of text', () => {
    expect(stage.describe(argument)).toMatch(/^.*$/)
  })
})

describe.each(STAGES.map((stage) => [stage.name, stage] as const))('%s', (name, stage) => {
  test('has an example that starts with its flag or ends with it', () => {
    expect(stage.example).toContain(`--${name}`)
  })

  test('ends at once when its target is done', () => {
    const done = { send: () => false, close() {}, throw() {}, done: true }
    const [, text = '', ...said] = ARGUMENTS.find(([known]) => known === name) ?? ['']
    const argument = argumentOf(stage, text, ...said)
    expect(stage.start(argument, done, () => done, undefined, through).done).toBe(true)
  })
})

describe('parseCount', () => {
  test.each([
    ['0', 0],
    ['10', 10],
    [' 7 ', 7],
    ['007', 7],
    ['999999999999999', 999_999_999_999_999],
  ])('%j is %d records', (text, count) => {
    expect(parseCount('head', text)).toBe(count)
  })

  test.each(['', ' ', '-1', '+1', '1.5', '1e3', '0x10', '1_000', 'ten', '٣', '9'.repeat(16)])(
    '%j is no number of records',
    (text) => {
      expect(() => parseCount('skip', text)).toThrow(UsageError)
      expect(() => parseCount('skip', text)).toThrow(
        `--skip: expected a number of records, found ${JSON.stringify(text)}`,
      )
    },
  )
})
