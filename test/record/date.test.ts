import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { secondsOf } from '../../src/record/date.ts'

describe('secondsOf', () => {
  test.each([
    ['1970', 0],
    ['1970-01', 0],
    ['1970-01-01', 0],
    ['1970-01-01T00:00', 0],
    ['1970-01-01 00:01', 60],
    ['1970-01-01T00:00:01', 1],
    ['1970-01-01T00:00:01.25Z', 1.25],
    ['1970-01-01T01:00:00+01:00', 0],
    ['1970-01-01T01:00:00+0100', 0],
    ['1970-01-01T01:00:00+01', 0],
    ['1969-12-31T23:30:00-00:30', 0],
    ['1969-12-31', -86400],
    ['2016-12-31T23:59:60Z', 1483228800], // a leap second
    ['2000-02-29', 951782400],
    ['0001-01-01', -62135596800],
    ['0000-01-01', -62167219200],
    ['9999-12-31', 253402214400],
  ])('%s is %d', (text, seconds) => expect(secondsOf(text)).toBe(seconds))

  test.each([
    '',
    'today',
    '70',
    '20210503',
    '2021-5-3',
    '2021-00',
    '2021-13',
    '2021-01-00',
    '2021-04-31',
    '2021-02-29',
    '1900-02-29',
    '2021-01-01T',
    '2021-01-01T10',
    '2021-01-01T24:00',
    '2021-01-01T10:60',
    '2021-01-01T10:00:61',
    '2021-01-01T10:00:00+24:00',
    '2021-01-01T10:00:00+01:60',
    '2021-01-01Z',
    ' 2021',
    '2021-01-01\n',
    '٢٠٢١',
    '+002021-01-01',
  ])('%j is no date', (text) => expect(secondsOf(text)).toBeUndefined())

  test('agrees with the dates of JavaScript', () => {
    const noInvalidDate = true
    const min = new Date('0000-01-01T00:00:00Z')
    const max = new Date('9999-12-31T23:59:59Z')
    fc.assert(
      fc.property(fc.date({ min, max, noInvalidDate }), (date) => {
        expect(secondsOf(date.toISOString())).toBeCloseTo(date.getTime() / 1000, 3)
      }),
    )
  })
})
