import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import {
  compare,
  compilePredicate,
  describePredicate,
  exactNumberOf,
  numberOf,
  parsePredicate,
} from '../../src/expression/predicate.ts'
import type { Value } from '../../src/record/record.ts'

describe('parsePredicate', () => {
  test.each([
    ['route=22', ['route'], '=', '22'],
    ['route = 22', ['route'], '=', '22'],
    ['direction=North Bound', ['direction'], '=', 'North Bound'],
    ['lang!=en', ['lang'], '!=', 'en'],
    ['title~^XML', ['title'], '~', '^XML'],
    ['year<2000', ['year'], '<', '2000'],
    ['year<=2000', ['year'], '<=', '2000'],
    ['year>-1.5', ['year'], '>', '-1.5'],
    ['year>=1e3', ['year'], '>=', '1e3'],
    ['author/@id=x', ['author', '@id'], '=', 'x'],
    ['empty=', ['empty'], '=', ''],
    ['a==b', ['a'], '=', 'b'],
    ['url=https://x/?a=b&c!=d', ['url'], '=', 'https://x/?a=b&c!=d'],
    ['quoted="x"', ['quoted'], '=', '"x"'],
    ['lines=one\ntwo', ['lines'], '=', 'one\ntwo'],
    ['title', ['title'], 'exists', ''],
    [' title ', ['title'], 'exists', ''],
    ['!title', ['title'], 'absent', ''],
    [' ! title', ['title'], 'absent', ''],
  ])('%j is %j %s %j', (text, field, operator, value) => {
    expect(parsePredicate(text)).toEqual({ field, operator, value })
  })

  test('a no-break space belongs to the value, as it does to the text of a record', () => {
    expect(parsePredicate('sum=\u00a0').value).toBe('\u00a0')
  })

  test.each([
    ['', 'field "": expected a name'],
    ['!', 'field "": expected a name'],
    ['=22', 'condition "=22": expected FIELD=VALUE'],
    ['<3', 'condition "<3": expected FIELD=VALUE'],
    ['a!b', 'condition "a!b": expected FIELD=VALUE'],
    ['!a=b', 'condition "!a=b": expected FIELD=VALUE'],
    ['!!a', 'condition "!!a": expected FIELD=VALUE'],
    ['a//b=1', 'field "a//b": expected a name'],
    ['year>=', 'condition with >=: expected a number or a text, found ""'],
    ['year<>3', 'condition with <: expected a number or a text, found ">3"'],
    ['title~(', 'regular expression "(": unterminated group'],
  ])('%j cannot be understood', (text, message) => {
    expect(() => parsePredicate(text)).toThrow(UsageError)
    expect(() => parsePredicate(text)).toThrow(message)
  })
})

describe('describePredicate', () => {
  test.each([
    ['route=22', 'route = "22"'],
    ['author/name ~ "x"', 'author/name ~ "\\"x\\""'],
    ['title', 'title'],
    ['!a/b', '!a/b'],
  ])('%j reads %s', (text, words) => {
    expect(describePredicate(parsePredicate(text))).toBe(words)
  })
})

const BUS: Value = {
  '@id': '7574',
  route: '22',
  direction: 'North Bound',
  speed: '2.50',
  empty: null,
  stop: ['Howard', 'Wilson', { '@x': '1', '#text': 'Clark' }],
  run: { '@no': '5' },
  part: [{ size: '1' }, { size: '9' }, { size: 'big' }],
  minus: '-3',
  padded: ' 22 ',
}

describe('compilePredicate', () => {
  test.each([
    ['route=22', true],
    ['route=022', false],
    ['route=22.0', false],
    ['route=2', false],
    ['direction=north bound', false],
    ['route!=22', false],
    ['route!=23', true],
    ['route~^2+$', true],
    ['route~3', false],
    ['direction~North\\b', true],
    ['direction~\\p{Lu}', true],
    ['route<23', true],
    ['route<22', false],
    ['route<=22', true],
    ['route>3', true],
    ['route>22', false],
    ['route>=22', true],
    ['speed=2.5', false],
    ['speed<=2.5', true],
    ['minus<0', true],
    ['minus<-2', true],
    ['@id>7000', true],
    ['route', true],
    ['!route', false],
    ['colour', false],
    ['!colour', true],
    ['empty', true],
    ['!empty', false],
    ['empty=', true],
    ['empty!=', false],
    ['empty~^$', true],
    ['empty<1', false],
    ['run=', true],
    ['run/@no=5', true],
    ['run/@no/x', false],
    ['padded<30', false],
    ['padded= 22 ', false],
  ])('%s holds for a bus: %s', (text, expected) => {
    expect(compilePredicate(parsePredicate(text))(BUS)).toBe(expected)
  })

  test.each([
    ['stop=Wilson', true],
    ['stop=Clark', true],
    ['stop=Foster', false],
    ['stop!=Wilson', true],
    ['stop~^W', true],
    ['stop/@x=1', true],
    ['part/size=9', true],
    ['part/size>5', true],
    ['part/size<0', false],
    ['part/size', true],
    ['part/weight', false],
    ['!part/weight', true],
  ])('%s holds if it does for any value of a field that repeats: %s', (text, expected) => {
    expect(compilePredicate(parsePredicate(text))(BUS)).toBe(expected)
  })

  test.each(['=x', '!=x', '~x', '<1', '<=1', '>1', '>=1'])(
    'a missing field is not %s',
    (condition) => {
      expect(compilePredicate(parsePredicate(`missing${condition}`))(BUS)).toBe(false)
    },
  )

  test.each([
    ['#text=22', '22', true],
    ['#text=22', { '@a': '1', '#text': '22' }, true],
    ['#text', null, false],
    ['a', 'text', false],
    ['!a', null, true],
    ['constructor', {}, false],
    ['__proto__', {}, false],
    ['n>2', { n: 3 }, true],
    ['b=true', { b: true }, true],
  ])('%s holds for %j: %s', (text, record, expected) => {
    expect(compilePredicate(parsePredicate(text))(record as Value)).toBe(expected)
  })

  test('a regular expression starts afresh with every record', () => {
    const holds = compilePredicate(parsePredicate('a~x'))
    expect([{ a: 'x' }, { a: 'x' }, { a: 'x' }].map(holds)).toEqual([true, true, true])
  })
})

describe('numberOf', () => {
  test.each([
    ['0', 0],
    ['007', 7],
    ['-1', -1],
    ['+1', 1],
    ['2.50', 2.5],
    ['2.', 2],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['1e6', 1e6],
    ['1E-2', 0.01],
    ['1.5e+2', 150],
  ])('%j is the number %d', (text, number) => {
    expect(numberOf(text)).toBe(number)
  })

  test.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '1\n',
    '.',
    '-',
    '+-1',
    'e5',
    '1e',
    '1e+',
    '1.2.3',
    '1,000',
    '1_000',
    '0x10',
    '0b1',
    '1n',
    '12 Oak Street',
    'Infinity',
    'NaN',
    '٣',
    'true',
  ])('%j is no number', (text) => {
    expect(numberOf(text)).toBeUndefined()
  })
})

describe('compare', () => {
  test.each(['<', '<=', '>', '>='])('%s never holds for what is not a number', (operator) => {
    expect(compare(operator, undefined, 1)).toBe(false)
    expect(compare(operator, 1, undefined)).toBe(false)
    expect(compare(operator, undefined, undefined)).toBe(false)
  })
})

describe('whole numbers beyond 2^53 are compared exactly', () => {
  test.each([
    ['n<9007199254740993', true],
    ['n>9007199254740991', true],
    ['n>=9007199254740992', true],
    ['n>=9007199254740993', false],
    ['n>9007199254740992', false],
    ['n<=9007199254740991', false],
    ['n<+9007199254740993', true],
    ['n<1e16', true],
    ['n<9007199254740992.5', false], // a number with a fraction is as near as it can be
  ])('%s of 2^53 is %j', (text, holds) => {
    expect(compilePredicate(parsePredicate(text))({ n: '9007199254740992' })).toBe(holds)
  })

  test('a number and a text are alike', () => {
    const [a, b] = [exactNumberOf('12'), exactNumberOf('12.0')]
    expect(compare('==', a, b)).toBe(true)
    expect(compare('==', exactNumberOf('100000000000000000000'), 1e20)).toBe(true)
    expect(compare('==', exactNumberOf('100000000000000000001'), 1e20)).toBe(false)
    expect(compare('==', exactNumberOf('x'), exactNumberOf('x'))).toBe(false)
  })
})
