import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { drop } from '../../src/stages/drop.ts'
import { set } from '../../src/stages/set.ts'
import { through } from './through.ts'

const BUS: Value = { '@id': '1', route: '22', stop: ['Clark', 'Harrison'], delay: 'none' }

test.each([
  ['next=route + 1', '"delay":"none","next":23}'],
  ['half=route div 4', '"half":5.5}'],
  ['label=concat("bus ", route)', '"label":"bus 22"}'],
  ['isLate=delay > 0', '"isLate":false}'],
  ['isLate=!delay', '"isLate":false}'],
  ['hasStops=contains(stop, "Cl") && route == 22', '"hasStops":true}'],
  ['kind=if(route < 100, "city", "express")', '"kind":"city"}'],
  ['stops=count(stop)', '"stops":2}'],
  ['way=join(stop, " & ")', '"way":"Clark & Harrison"}'],
  ['lengths=len(stop)', '"lengths":[5,8]}'],
  ['copy=stop', '"copy":["Clark","Harrison"]}'],
  ['fixed="x"', '"fixed":"x"}'],
  [' spaced = 5 ', '"spaced":5}'],
  ['__proto__=5', '"__proto__":5}'],
])('%s makes …%s', (text, expected) => {
  const [record] = through(set, text, [BUS])
  expect(JSON.stringify(record).endsWith(`,${expected}`)).toBe(true)
})

test('a field that is there keeps its place', () => {
  const [record] = through(set, 'route=number(route)', [BUS])
  expect(JSON.stringify(record)).toContain('{"@id":"1","route":22,"stop"')
})

test.each(['new=missing', 'new=delay * 2', 'new=number(delay)', 'new=if(missing, 1)'])(
  '%s gives no value, and no field',
  (text) => {
    expect(through(set, text, [BUS])[0]).toBe(BUS)
  },
)

test('without a value a field stays as it was', () => {
  expect(through(set, 'delay=delay * 60', [BUS])).toEqual([BUS])
  expect(through(set, 'route=lower(rout)', [BUS])).toEqual([BUS])
})

test('null is a value', () => {
  const [record] = through(set, 'route=null', [BUS])
  expect(record).toEqual({ ...(BUS as object), route: null })
})

test.each<[Value, string]>([
  ['text', '{"#text":"text","n":4}'],
  [null, '{"n":0}'],
  [5, '{"#text":5,"n":1}'],
])('of the record %j it makes a dictionary: %s', (record, expected) => {
  const made = through(set, 'n=default(len(#text), 0)', [record])
  expect(JSON.stringify(made[0])).toBe(expected)
})

test('a constant is in every record, and all else as it was', () => {
  const entries = fc.dictionary(fc.constantFrom('a', 'b', '@c', '__proto__'), fc.string(), {
    minKeys: 1,
  })
  fc.assert(
    fc.property(fc.array(entries), (records) => {
      const made = through(set, 'new="x"', records)
      expect(made.map((record) => (record as { new: string }).new)).toEqual(records.map(() => 'x'))
      expect(JSON.stringify(through(drop, 'new', made))).toBe(JSON.stringify(records))
    }),
  )
})

test('is described as one line', () => {
  expect(set.describe(set.parse(' a = b\n  + 1'))).toBe('a = b + 1')
})

test('an argument that was made by hand is checked in the same way', () => {
  const target = { send: () => true, close() {}, throw() {}, done: false }
  const start = (name: string, expression: string) =>
    set.start({ name, expression }, target, () => target)
  expect(() => start('a/b', '5')).toThrow('--set: expected a name without "/", found "a/b"')
  expect(() => start('a', 'b +')).toThrow('expression, column 4: ')
})

test.each([
  ['', '--set: expected NAME=EXPR, found ""'],
  ['a', '--set: expected NAME=EXPR, found "a"'],
  ['a == 5', '--set: expected NAME=EXPR, found "a == 5"'],
  ['=5', '--set: expected a name before "="'],
  ['a/b=5', '--set: expected a name without "/", found "a/b"'],
  ['0=5', '--set: name is a number: "0"'],
  ['a=', 'expression, column 1: expected a condition'],
  ['a=b c', 'expression, column 3: expected an operator'],
  ['a=lenn(b)', 'unknown function "lenn": did you mean len?'],
])('%j cannot be understood', (text, message) => {
  expect(() => set.parse(text)).toThrow(UsageError)
  expect(() => set.parse(text)).toThrow(message)
})
