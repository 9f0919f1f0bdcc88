import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { secondsOf } from '../../src/expression/date.ts'
import { secondsAs } from '../../src/expression/date-format.ts'

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
    '20210231',
    '30 Feb 2021',
    'Feb 29, 1900',
    '13/09/2014',
    '13 Sep 14',
    '2021/02/30',
    'Sep 13, 2014 13:00 PM',
    'may',
    '13 Maybe 2014',
    '2021-01-01T10:00:00+24:00',
    '2021-01-01T10:00:00+01:60',
    '2021-01-01Z',
    ' 2021',
    '2021-01-01\n',
    '٢٠٢١',
    '+002021-01-01',
  ])('%j is no date', (text) => expect(secondsOf(text)).toBeUndefined())

  test.each([
    ['2014-09-13 10:27:54 +0100', 1410600474],
    ['20140913', 1410566400],
    ['20140913T092754Z', 1410600474],
    ['20140913 ', undefined],
    ['2014/09/13', 1410566400],
    ['Sat, 13 Sep 2014 10:27:54 +0100', 1410600474],
    ['Sat, 13 Sep 2014 09:27:54 GMT', 1410600474],
    ['13 Sep 2014 05:27:54 EDT', 1410600474],
    ['13 Sep 2014', 1410566400],
    ['13 September 2014', 1410566400],
    ['13-Sep-2014', 1410566400],
    ['13th sept. 2014', 1410566400],
    ['Sep 13, 2014', 1410566400],
    ['September 13 2014, 09:27:54', 1410600474],
    ['Sep 13, 2014 9:27:54 AM', 1410600474],
    ['Sep 13, 2014 12:00 am', 1410566400],
    ['Sat Sep 13 09:27:54 UTC 2014', 1410600474],
    ['Sat Sep 13 2014 10:27:54 GMT+0100 (British Summer Time)', 1410600474],
    ['Sep 2014', 1409529600],
  ])('%s is %d', (text, seconds) => expect(secondsOf(text)).toBe(seconds))

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

describe('secondsAs', () => {
  test.each([
    ['13.09.2014', '%d.%m.%Y', 1410566400],
    ['13/9/14 09:27', '%d/%m/%y %H:%M', 1410600420],
    ['9/13/2014 09:27:54 am', '%m/%d/%Y %I:%M:%S %p', 1410600474],
    ['Sat 13 September 2014 +0100', '%a %d %B %Y %z', 1410562800],
    ['2014-256', '%Y-%j', 1410566400],
    ['2014-366', '%Y-%j', undefined],
    ['1410600474', '%s', 1410600474],
    ['2014-09-13T09:27:54', '%FT%T', 1410600474],
    ['(13) [09] 2014%', '(%d) [%m] %Y%%', 1410566400],
    ['30.02.2014', '%d.%m.%Y', undefined],
    ['13.09.2014 ', '%d.%m.%Y', undefined],
    ['13x09.2014', '%d.%m.%Y', undefined],
    ['13.09.2014', '%d.%m', undefined],
    ['13.09.2014', '%d.%q.%Y', undefined],
    ['13.13.2014', '%d.%d.%Y', undefined],
  ])('%s as %s is %s', (text, format, seconds) => expect(secondsAs(text, format)).toBe(seconds))
})
