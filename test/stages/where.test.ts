import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { where } from '../../src/stages/where.ts'
import { started, through } from './through.ts'

const BOOKS = [
  { '@id': '1', year: '2021', lang: 'en' },
  { '@id': '2', year: '2021' },
  { '@id': '3', year: '2021', lang: 'de' },
  { '@id': '4', year: '1999', lang: 'en' },
]

test('keeps the records for which the expression holds', () => {
  const kept = through(where, 'year >= 2020 && (lang == "en" || !lang)', BOOKS)
  expect(kept).toEqual(BOOKS.slice(0, 2))
})

test('is done when its target is', () => {
  const done = { send: () => false, close() {}, throw() {}, done: false }
  const line = started(where, 'a == 1', done)
  expect(line.send({ a: '2' })).toBe(true)
  expect(line.send({ a: '1' })).toBe(false)
})

test('its argument is the expression itself', () => {
  expect(where.parse(' year > 2000 ')).toBe('year > 2000')
  expect(where.describe('year > 2000')).toBe('year > 2000')
})

test.each(['', 'year >', 'year 2000', 'f(x)', 'a * 2 < "x"', 'a ~ "("'])(
  '%j cannot be understood',
  (text) => {
    expect(() => where.parse(text)).toThrow(UsageError)
  },
)
