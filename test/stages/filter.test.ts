import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { filter } from '../../src/stages/filter.ts'
import { started, through } from './through.ts'

const BUSES = [
  { id: '1', route: '22', direction: 'North Bound' },
  { id: '2', route: '147', direction: 'South Bound' },
  { id: '3', route: '22', direction: 'South Bound' },
  { id: '4' },
]

test.each([
  ['route=22', ['1', '3']],
  ['route!=22', ['2']],
  ['direction=North Bound', ['1']],
  ['direction~^South', ['2', '3']],
  ['route>100', ['2']],
  ['route', ['1', '2', '3']],
  ['!route', ['4']],
])('%s keeps buses %j', (text, ids) => {
  expect(through(filter, text, BUSES)).toEqual(BUSES.filter(({ id }) => ids.includes(id)))
})

test('passes on the very record it received', () => {
  const [bus = null] = BUSES
  expect(through(filter, 'id=1', [bus])[0]).toBe(bus)
})

test('keeps each record either by a condition or by its contrary', () => {
  const record = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2', null))
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const kept = through(filter, 'a', records).length + through(filter, '!a', records).length
      expect(kept).toBe(records.length)
    }),
  )
})

test('is done when its target is', () => {
  const done = { send: () => false, close() {}, throw() {}, done: false }
  const line = started(filter, 'a=1', done)
  expect(line.send({ a: '2' })).toBe(true)
  expect(line.send({ a: '1' })).toBe(false)
})

test('reads its argument as data', () => {
  expect(filter.parse('a/b>=5')).toEqual({ field: ['a', 'b'], operator: '>=', value: '5' })
  expect(filter.describe(filter.parse('a/b >= 5'))).toBe('a/b >= "5"')
})

test.each(['', '=1', 'a!b', 'a~['])('%j cannot be understood', (text) => {
  expect(() => filter.parse(text)).toThrow(UsageError)
})
