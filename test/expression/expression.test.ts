import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { compileExpression, compileValues } from '../../src/expression/expression.ts'
import { compilePredicate, type Operator, parsePredicate } from '../../src/expression/predicate.ts'
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
    // one of several
    ['lang in ("de", "en")', true],
    ['lang in ("de")', false],
    ['!(lang in ("de"))', true],
    ['missing in ("de", "")', false],
    ['empty in ("")', true],
    ['isbn in ("7")', false],
    ['isbn in (7)', true],
    ['year in (2020, 2021)', true],
    ['a + b in ("10")', true],
    ['len(lang) in ("02")', true],
    ['lang in (missing, a, lang)', true],
    ['tag in ("z", "y")', true],
    ['tag in ("z")', false],
    ['7 in (tag)', true],
    // functions that are conditions
    ['contains(author/name, "Knuth")', true],
    ['contains(author/name, "knuth")', false],
    ['contains(lower(author/name), "knuth")', true],
    ['contains(missing, "")', false],
    ['contains(lang, missing)', false],
    ['contains(empty, "")', true],
    ['contains(year, 2)', true],
    ['contains(tag, "y") && !contains(tag, "q")', true],
    ['startsWith(dc:date, "2021-")', true],
    ['startsWith(dc:date, "21")', false],
    ['endsWith(dc:date, "-05")', true],
    ['endsWith(author/name, lang)', false],
    ['matches(isbn, "^\\d+$")', true],
    ['matches(tag, "^z$")', false],
    // functions that are values
    ['upper(lang) == "EN"', true],
    ['len(lang) == 2', true],
    ['len(lang) == "2.0"', true],
    ['count(author) == 2', true],
    ['count(missing) == 0', true],
    ['count(author/name) > count(author/missing)', true],
    ['number(price) < -2', true],
    ['number(lang)', false],
    ['number(lang) != 5', false],
    ['date(dc:date) >= date("2021-05-01")', true],
    ['date(dc:date) < date("2021-05-01T00:00+01:00")', false],
    ['date(lang)', false],
    ['default(missing, lang) == "en"', true],
    ['default(missing, 5) == "5.0"', true],
    ['default(missing, other, 0) < 1', true],
    ['if(year > 2000, "new", "old") == "new"', true],
    ['if(missing, "new") == "new"', false],
    ['if(lang == "de", a, b) == 4', true],
    ['(len(lang) > 1) && contains(lang, "e")', true],
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

describe('words', () => {
  const record = {
    lang: 'en',
    empty: null,
    yes: 'true',
    on: true,
    tag: ['a', 'b'],
    not: 'n',
    or: 'o',
  }

  test.each<[string, boolean]>([
    ['lang == "en" and not empty == "x"', true],
    ['lang == "de" or yes', true],
    ['not lang == "en" or yes == true', true],
    ['not (lang == "en" or yes)', false],
    ['not (lang == "de" and yes) and on == true', true],
    ['not lang', false],
    ['not missing and lang', true],
    ['not not lang', true],
    ['lang and not missing or missing', true],
    ['lang not in ("de", "fr")', true],
    ['lang not in ("en")', false],
    ['tag not in ("a")', false],
    ['not == "n" and or == "o"', true],
    ['yes == true', true],
    ['on == true', true],
    ['on == false', false],
    ['on != false', true],
    ['true', true],
    ['false or lang', true],
    ['empty == null', true],
    ['missing == null', true],
    ['lang == null', false],
    ['null != lang', true],
    ['empty != null', false],
    ['missing != null', false],
    ['lang in (null, "en")', true],
    ['if(true, lang, "x") == "en"', true],
  ])('%s: %s', (text, expected) => {
    expect(compileExpression(text)(record)).toBe(expected)
  })

  test.each<[string, Value[]]>([
    ['true', [true]],
    ['null', [null]],
    ['default(missing, null)', [null]],
  ])('%s gives %j', (text, expected) => {
    expect(compileValues(text)(record)).toEqual(expected)
  })
})

describe('the order of texts', () => {
  test.each<[string, Value, boolean]>([
    ['a < "b"', { a: 'a' }, true],
    ['a < "a"', { a: 'a' }, false],
    ['a <= "a"', { a: 'a' }, true],
    ['a > "Z"', { a: 'a' }, true],
    ['a < "ﬀ"', { a: '😀' }, false], // by code points
    ['a >= "2014-09-13"', { a: '2014-10-01' }, true],
    ['a < b', { a: 'x', b: 'y' }, true],
    ['a < "b"', { a: '1' }, false], // a number and a text have none
    ['a > "b"', { a: '1' }, false],
    ['a < "10"', { a: '9' }, true],
    ['a < 10', { a: 'x' }, false],
    ['lower(a) < "b"', { a: 'A' }, true],
    ['a < "b"', {}, false],
  ])('%s for %j: %s', (text, record, expected) => {
    expect(compileExpression(text)(record)).toBe(expected)
  })
})

test.each<[string, Value]>([
  ['{http://a/b}t == "x"', { '{http://a/b}t': 'x' }],
  ['{http://a/b}t/{urn:c}u == "x"', { '{http://a/b}t': { '{urn:c}u': 'x' } }],
  ['@{urn:c}u == "x" and lower({urn:c}u) == "y"', { '@{urn:c}u': 'x', '{urn:c}u': 'Y' }],
])('a name in a namespace is a field: %s', (text, record) => {
  expect(compileExpression(text)(record)).toBe(true)
})

describe('what cannot be compiled', () => {
  test.each([
    ['a ~ b', 5, 'expected "TEXT" after ~'],
    ['a ~ 5', 5, 'expected "TEXT" after ~'],
    ['a * 2 < "x"', 9, '< compares numbers, found text'],
    ['"" >= 5', 1, '>= compares numbers, found text'],
    ['a < null', 5, '< does not compare with null'],
    ['null', 1, 'expected a condition, found a value'],
    ['date(a, "%d.%m") > 0', 9, 'expected a format as in "%d.%m.%Y", found "%d.%m"'],
    ['avg(a) > 1', 1, 'unknown function "avg": did you mean mean(FIELD) with --group and --agg?'],
    ['length(a) > 1', 1, 'unknown function "length": did you mean len?'],
    ['Substring(a, 1) == "b"', 1, 'unknown function "Substring": did you mean slice?'],
    ['(a && b) == c', 2, 'expected a value, found a condition'],
    ['a == (b < c)', 7, 'expected a value, found a condition'],
    ['a < b < c', 1, 'expected a value, found a condition'],
    ['x && (a == b) + 1', 7, 'expected a value, found a condition'],
    ['-(a == b)', 3, 'expected a value, found a condition'],
    ['!a + 1', 1, 'expected a value, found a condition'],
    ['x || ! a + 1', 6, 'expected a value, found a condition'],
    ['1 + !(a)', 5, 'expected a value, found a condition'],
    ['len(a == b)', 5, 'expected a value, found a condition'],
    ['len(a) + contains(a, b)', 10, 'expected a value, found a condition'],
    ['lower(a in ("b"))', 7, 'expected a value, found a condition'],
    ['if("x", a, b) == 1', 4, 'expected a condition, found a value'],
    ['if(a, b == c, d) == 1', 7, 'expected a value, found a condition'],
    ['matches(a, b)', 12, 'expected a regular expression in quotes'],
    ['replace(a, 5, "")', 12, 'expected a regular expression in quotes'],
    ['date(a) > date("2021-02-30")', 16, 'no date: "2021-02-30"'],
    ['number("7 apples") == 7', 8, 'no number: "7 apples"'],
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

describe('the values of an expression for a book', () => {
  test.each<[string, Value[]]>([
    ['lang', ['en']],
    ['missing', []],
    ['empty', [null]],
    ['tag', ['x', 'y', '7']],
    ['author/age', ['80', '30']],
    ['note', [{ '@by': 'me', '#text': 'good' }]],
    ['"text"', ['text']],
    ['5', [5]],
    // numbers; what is no number is none
    ['a * b', [24]],
    ['author/age + 1', [81, 31]],
    ['tag * 2', [14]],
    ['a div zero', []],
    ['lang + 1', []],
    ['missing + 1', []],
    ['number(" 7 ")', [7]],
    ['number(pages)', [320]],
    ['number(lang)', []],
    ['round(2.5)', [3]],
    ['round(-2.5)', [-3]],
    ['round(1.005, 2)', [1.01]],
    ['round(1234, -2)', [1200]],
    ['round(0.0000001, 2)', [0]],
    ['round(10000000000000000000000, 2)', [1e22]],
    ['round(lang)', []],
    ['len("🚌 bus")', [5]],
    ['len(empty)', [0]],
    ['len(missing)', []],
    ['len(author/name)', [12, 3]],
    ['count(tag)', [3]],
    ['count(missing)', [0]],
    ['count(tag * 2)', [1]],
    ['date("1970-01-02")', [86400]],
    ['date(lang)', []],
    // texts
    ['lower("ÄB")', ['äb']],
    ['upper("straße")', ['STRASSE']],
    ['trim(" a b\u00a0")', ['a b']],
    ['concat(a, "-", b)', ['6-4']],
    ['concat(a, missing)', []],
    ['concat(a, default(missing, ""))', ['6']],
    ['concat(tag, "!")', ['x!', 'y!', '7!']],
    ['concat("x")', ['x']],
    ['join(tag, "; ")', ['x; y; 7']],
    ['join(missing, ", ")', ['']],
    ['join(author/name, missing)', []],
    ['slice(dc:date, 0, 4)', ['2021']],
    ['slice(dc:date, -2)', ['05']],
    ['slice("🚌🚏", 1, 2)', ['🚏']],
    ['slice(lang, tag)', ['']],
    ['slice(lang, "x")', []],
    ['slice(lang, 0, "x")', []],
    ['replace(dc:date, "-", "/")', ['2021/05']],
    ['replace(dc:date, "(\\d+)-(\\d+)", "$2.$1")', ['05.2021']],
    ['text(a + b)', ['10']],
    ['text(note)', ['good']],
    // of either kind
    ['if(year > 2000, "new", "old")', ['new']],
    ['if(tag == "q", 1, if(tag == "y", 2, 3))', [2]],
    ['if(missing, 1)', []],
    ['default(missing, tag)', ['x', 'y', '7']],
    ['default(empty, 5)', [null]],
    ['default(missing, other, "none")', ['none']],
    // conditions
    ['year > 2000', [true]],
    ['missing == 5', [false]],
    ['!lang', [false]],
    ['lang in ("en")', [true]],
    ['contains(lang, "n")', [true]],
    ['(year)', ['2021']],
  ])('%s: %j', (text, values) => {
    expect(compileValues(text)(BOOK)).toEqual(values)
  })
})

test.each(['', 'a b', 'a ~ b', 'f(a)', 'len(!a)', '('.repeat(100_000)])(
  'no values for %j',
  (text) => {
    expect(() => compileValues(text)).toThrow(UsageError)
  },
)

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

describe('what can be written in two ways', () => {
  const agreeOn = (first: string, second: string, found: Value) =>
    expect(compileExpression(first)(found), `${first} and ${second}`).toBe(
      compileExpression(second)(found),
    )

  test('in is one of several equalities', () => {
    const literal = fc.oneof(text.map(quoted), number)
    fc.assert(
      fc.property(field, fc.array(literal, { minLength: 1 }), record, (path, list, found) => {
        const equalities = list.map((each) => `${path} == ${each}`).join(' || ')
        agreeOn(`${path} in (${list.join(', ')})`, equalities, found)
      }),
    )
  })

  test('functions are regular expressions that mean the same', () => {
    const part = fc.constantFrom('', '5', 'x', 'b')
    fc.assert(
      fc.property(field, part, record, (path, value, found) => {
        agreeOn(`contains(${path}, "${value}")`, `${path} ~ "${value}"`, found)
        agreeOn(`startsWith(${path}, "${value}")`, `${path} ~ "^${value}"`, found)
        agreeOn(`endsWith(${path}, "${value}")`, `matches(${path}, "${value}$")`, found)
      }),
    )
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
