import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { explain } from '../../src/plan/explain.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { check } from '../../src/reading/check.ts'
import { parse } from '../../src/reading/parse.ts'
import { bytesToRecords, records } from '../../src/reading/records.ts'

const nowhere = { done: false, send: () => true, close() {}, throw() {} }

/** What JavaScript may hand over where TypeScript would not. */
const loose = (options: unknown) => options as Record<string, never>

const DOORS: [name: string, open: (options: unknown) => unknown][] = [
  ['records', (options) => records('<a/>', loose(options))],
  ['bytesToRecords', (options) => bytesToRecords(loose(options), nowhere)],
  ['parse', (options) => parse('<a/>', nowhere, loose(options))],
  ['check', (options) => check('<a/>', loose(options))],
]

describe.each(DOORS)('options of %s', (name, open) => {
  const takesRecords = name.includes('ecords')

  test.each<[unknown, string]>([
    [5, 'options: expected an object, found 5'],
    [null, 'options: expected an object, found null'],
    [[], 'options: expected an object, found an array'],
    [{ recrod: 'a' }, 'options: unknown key "recrod"'],
    [{ onwarning() {} }, 'options: unknown key "onwarning", did you mean "onWarning"?'],
    [{ constructor: 1 }, 'options: unknown key "constructor"'],
    [JSON.parse('{"__proto__": 1}'), 'options: unknown key "__proto__"'],
    [{ offsets: true }, 'options: unknown key "offsets"'],
    [{ engine: 'expat' }, 'options.engine: expected kernel or sax, found "expat"'],
    [{ engine: 'constructor' }, 'options.engine: expected kernel or sax, found "constructor"'],
    [{ namespaces: 'yes' }, 'options.namespaces: expected true or false, found "yes"'],
    [{ encoding: 'klingon' }, 'options.encoding: expected the name of an encoding, as in'],
    [{ limits: { dept: 5 } }, 'options.limits: unknown key "dept", did you mean "depth"?'],
    [{ limits: { depth: '5' } }, 'options.limits.depth: expected a whole number from 1, found "5"'],
    [{ limits: { depth: 0 } }, 'options.limits.depth: expected a whole number from 1, found 0'],
    [{ onWarning: 'print' }, 'options.onWarning: expected a function, found "print"'],
    [{ source: 5 }, 'options.source: expected a text, found 5'],
    [{ lenient: true, engine: 'kernel' }, 'lenient: only the engine sax repairs documents'],
    [{ fragments: true, engine: 'sax' }, 'fragments: only the engine kernel reads several'],
    [{ fragments: true, lenient: true }, 'fragments: only the engine kernel reads several'],
  ])('are not %j', (options, message) => {
    expect(() => open(options)).toThrow(UsageError)
    // what only records take is named as meant by them
    if (!message.includes('recrod') || !takesRecords) expect(() => open(options)).toThrow(message)
    else expect(() => open(options)).toThrow(`${message}, did you mean "record"?`)
  })

  test.each([
    {},
    { engine: undefined },
    { engine: 'sax', lenient: true, source: 'x', limits: {} },
    { fragments: true, encoding: 'utf-8', namespaces: false, onWarning() {} },
  ])('may be %j', (options) => {
    expect(() => open(options)).not.toThrow()
  })

  test('of records are refused where there are none', () => {
    const options = { record: 'a', withName: 'n', mapping: { arrays: 'always' } }
    if (takesRecords) expect(() => open(options)).not.toThrow()
    else expect(() => open(options)).toThrow('options: unknown key "record"')
  })
})

test.each<[unknown, string]>([
  [{ record: 5 }, 'options.record: expected a text, found 5'],
  [{ mapping: { atributes: 'drop' } }, 'options.mapping: unknown key "atributes", did you mean'],
  [{ mapping: { array: 'a' } }, 'options.mapping.array: expected an array, found "a"'],
  [{ mapping: null }, 'options.mapping: expected an object, found null'],
])('records does not take %j', (options, message) => {
  expect(() => records('<a/>', loose(options))).toThrow(message)
})

test('explain does not take what is no plan', () => {
  expect(() => explain({ inputs: 'a.xml' } as unknown as Plan)).toThrow(UsageError)
  const plan = { inputs: [], pipeline: { stages: [{ stage: 'haed', argument: 5 }] } }
  expect(() => explain(plan)).toThrow('haed')
})
