import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { compileExpression } from '../../src/record/expression.ts'
import { compilePredicate, type Operator, parsePredicate } from '../../src/record/predicate.ts'
import type { Value } from '../../src/record/record.ts'

const BOOK: Value = {
  '@id': 'b1',
  year: '2021',
  pages: '320.0',
  price: '-2.5',
  lang: 'en',
  isbn: '007',
  empty: null,
  author: [
    { name: 'Donald Knuth', age: '80' },
    { name: 'Ann', age: '30' },
  ],
  tag: ['x', 'y', '7'],
  note: { '@by': 'me', '#text': 'good' },
  'first-name': 'Don',
  'dc:date': '2021-05',
  a: '6',
  b: '4',
  zero: '0',
  div: '3',
}

describe('an expression holds for a book', () => {
  test.each([
    // a field alone
    ['year', true],
    ['missing', false],
    ['!missing', true],
    ['!year', false],
    ['empty', true],
    ['author/name', true],
    ['author/missing', false],
    ['constructor', false],
    // text
    ['lang == "en"', true],
    ['lang = "en"', true],
    ["lang == 'en'", true],
    ['lang != "en"', false],
    ['"en" == lang', true],
    ['isbn == "7"', false],
    ['pages == "320"', false],
    ['empty == ""', true],
    ['note == "good"', true],
    ['note/#text == "good"', true],
    ['note/@by == "me"', true],
    ['@id == "b1"', true],
    ['first-name == "Don"', true],
    ['dc:date ~ "^2021"', true],
    ['lang == lang', true],
    ['year != lang', true],
    // numbers
    ['isbn == 7', true],
    ['pages == 320', true],
    ['pages != 320', false],
    ['lang == 7', false],
    ['lang == 0', false],
    ['lang != 0', true],
    ['empty == 0', false],
    ['lang != 7', true],
    ['missing != 7', false],
    ['missing == 7', false],
    ['7 == isbn', true],
    ['"07" == 7', true],
    ['year >= 2021', true],
    ['year > 2021', false],
    ['year < "3000"', true],
    ['2000 < year', true],
    ['price < 0', true],
    ['price == -2.5', true],
    ['price <= -2.5', true],
    ['lang < 7', false],
    ['lang >= 7', false],
    ['empty < 7', false],
    ['b < a', true],
    // regular expressions
    ['author/name ~ "^Kn"', false],
    ['author/name ~ "Kn"', true],
    ['author/name ~ "^\\\\w+$"', true],
    ['missing ~ ""', false],
    ['a + b ~ "^10$"', true],
    // logic
    ['year && lang', true],
    ['year && missing', false],
    ['missing || lang', true],
    ['missing || other', false],
    ['!(missing || other)', true],
    ['missing && year || lang', true],
    ['missing && (year || lang)', false],
    ['year >= 2020 && (lang == "en" || !lang)', true],
    // repeated fields: any value
    ['tag == "y"', true],
    ['tag == "z"', false],
    ['tag != "y"', true],
    ['tag == 7', true],
    ['tag > 6', true],
    ['author/age > 70', true],
    ['author/age < 40', true],
    ['author/age > 90', false],
    ['tag == tag', true],
    ['author/age - author/age == 50', true],
    // arithmetic
    ['a + b == 10', true],
    ['a - b == 2', true],
    ['a * b == 24', true],
    ['a div b == 1.5', true],
    ['a % b == 2', true],
    ['a + b * 2 == 14', true],
    ['(a + b) * 2 == 20', true],
    ['-a == -6', true],
    ['-(a - b) < 0', true],
    ['a - -b == 10', true],
    ['a div div == 2', true],
    ['a + lang == 6', false],
    ['a + missing', false],
    ['a + lang', false],
    ['a + b', true],
    ['a div zero', false],
    ['a div zero != 1', false],
    ['a % zero == 0', false],
    ['a + "4" == 10', true],
    ['a + empty == 6', false],
  ])('%s: %s', (text, expected) => {
    expect(compileExpression(text)(BOOK)).toBe(expected)
  })
})

test.each<[string, Value, boolean]>([
  ['#text == "x"', 'x', true],
  ['#text', null, false],
  ['!#text', null, true],
  ['a', 'x', false],
  ['count >= 2', { count: 2 }, true],
  ['count == 2', { count: 2 }, true],
])('%s for %j: %s', (text, record, expected) => {
  expect(compileExpression(text)(record)).toBe(expected)
})

describe('what cannot be compiled', () => {
  test.each([
    ['a ~ b', 5, 'expected "TEXT" after ~'],
    ['a ~ 5', 5, 'expected "TEXT" after ~'],
    ['a < "x"', 5, '< compares numbers, found text'],
    ['"" >= a', 1, '>= compares numbers, found text'],
    ['(a && b) == c', 2, 'expected a value, found a condition'],
    ['a == (b < c)', 7, 'expected a value, found a condition'],
    ['a < b < c', 1, 'expected a value, found a condition'],
    ['x && (a == b) + 1', 7, 'expected a value, found a condition'],
    ['-(a == b)', 3, 'expected a value, found a condition'],
    ['!a + 1', 1, 'expected a value, found a condition'],
    ['x || ! a + 1', 6, 'expected a value, found a condition'],
    ['1 + !(a)', 5, 'expected a value, found a condition'],
  ])('%s, column %d: %s', (text, column, fact) => {
    expect(() => compileExpression(text)).toThrow(UsageError)
    expect(() => compileExpression(text)).toThrow(`expression, column ${column}: ${fact}\n`)
  })

  test('a bad regular expression', () => {
    expect(() => compileExpression('a ~ "("')).toThrow(UsageError)
    expect(() => compileExpression('a ~ "("')).toThrow('regular expression "(": ')
  })
})

test('a list of alternatives may be long', () => {
  const ids = Array.from({ length: 2000 }, (_, id) => `id == "${id}"`)
  const holds = compileExpression(ids.join(' || '))
  expect([holds({ id: '1999' }), holds({ id: '2000' })]).toEqual([true, false])
})

test('more parentheses than can be followed are an error of usage', () => {
  const depth = 20_000
  expect(() => compileExpression(`${'('.repeat(depth)}a${')'.repeat(depth)}`)).toThrow(UsageError)
})

const text = fc.constantFrom('', '5', '5.0', '-1', '1e1', 'x', 'xy', 'it"s', '\\', 'ä b')
const number = fc.constantFrom('0', '5', '5.0', '-1', '+2', '1e1', '.5', '7.', '1e-7', '1e21')
const children = fc.oneof(text, fc.array(fc.oneof(text, fc.constant(null)), { minLength: 2 }))
const record = fc.oneof(
  text,
  fc.constant(null),
  fc.dictionary(
    fc.constantFrom('a', '@b', 'c-d', '#text'),
    fc.oneof(children, fc.constant(null), fc.dictionary(fc.constantFrom('a', '#text'), children)),
  ),
)
const field = fc.constantFrom('a', '@b', 'c-d', '#text', 'a/a', 'c-d/#text', 'missing')

function agree(predicate: string, expression: string, value: Value): void {
  const holds = compilePredicate(parsePredicate(predicate))(value)
  expect(compileExpression(expression)(value)).toBe(holds)
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}

describe('a filter agrees with the expression that says the same', () => {
  test('on text', () => {
    const operator = fc.constantFrom<Operator>('=', '!=')
    fc.assert(
      fc.property(field, operator, text, record, (path, sign, value, found) => {
        agree(`${path}${sign}${value}`, `${path} ${sign} ${quoted(value)}`, found)
        if (sign === '=') agree(`${path}=${value}`, `${path} == ${quoted(value)}`, found)
      }),
    )
  })

  test('on numbers', () => {
    const operator = fc.constantFrom<Operator>('<', '<=', '>', '>=')
    fc.assert(
      fc.property(field, operator, number, record, (path, sign, value, found) => {
        agree(`${path}${sign}${value}`, `${path} ${sign} ${value}`, found)
        agree(`${path}${sign}${value}`, `${path} ${sign} ${quoted(value)}`, found)
      }),
    )
  })

  test('on regular expressions', () => {
    const expression = fc.constantFrom('^5', 'x', '^$', '\\d', '"', '\\\\')
    fc.assert(
      fc.property(field, expression, record, (path, value, found) => {
        agree(`${path}~${value}`, `${path} ~ ${quoted(value)}`, found)
      }),
    )
  })

  test('on whether a field exists', () => {
    fc.assert(
      fc.property(field, record, (path, found) => {
        agree(path, path, found)
        agree(`!${path}`, `!${path}`, found)
      }),
    )
  })

  test('on numbers beyond all others', () => {
    agree('a<1e999', 'a < 1e999', { a: '5' })
  })
})

test('not, and, or are those of logic', () => {
  const condition = fc.constantFrom('a', '!a', '@b == 5', 'c-d ~ "x"', 'a < 5', '#text')
  fc.assert(
    fc.property(condition, condition, record, (first, second, found) => {
      const [p, q] = [compileExpression(first)(found), compileExpression(second)(found)]
      expect(compileExpression(`(${first}) && (${second})`)(found)).toBe(p && q)
      expect(compileExpression(`(${first}) || (${second})`)(found)).toBe(p || q)
      expect(compileExpression(`!(${first})`)(found)).toBe(!p)
    }),
  )
})
