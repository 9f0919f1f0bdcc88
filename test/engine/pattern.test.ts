import { describe, expect, it } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import {
  EVERY_CHILD,
  matches,
  type NameTest,
  type Pattern,
  parsePattern,
  type Step,
} from '../../src/engine/pattern.ts'

function child(...tests: NameTest[]): Step {
  return { isDescendant: false, tests }
}

function anywhere(...tests: NameTest[]): Step {
  return { isDescendant: true, tests }
}

const [a, b, c] = [{ local: 'a' }, { local: 'b' }, { local: 'c' }]
const any = { local: '*' }

const PATTERNS: [string, Pattern][] = [
  ['a', [[anywhere(a)]]],
  ['//a', [[anywhere(a)]]],
  ['/a', [[child(a)]]],
  ['/a/b', [[child(a), child(b)]]],
  ['a/b', [[anywhere(a), child(b)]]],
  ['//a/b', [[anywhere(a), child(b)]]],
  ['a//b', [[anywhere(a), anywhere(b)]]],
  ['/a//b/c', [[child(a), anywhere(b), child(c)]]],
  ['a|b', [[anywhere(a, b)]]],
  ['a|b|c', [[anywhere(a, b, c)]]],
  ['/a|/b/c', [[child(a)], [child(b), child(c)]]],
  ['/a/b|c', [[anywhere(c)], [child(a), child(b)]]],
  ['*', [[anywhere(any)]]],
  ['/*/*', [[child(any), child(any)]]],
  ['/a/*', [[child(a), child(any)]]],
  ['ns:a', [[anywhere({ local: 'a', prefix: 'ns' })]]],
  ['ns:*', [[anywhere({ local: '*', prefix: 'ns' })]]],
  ['{http://a/b}a', [[anywhere({ local: 'a', uri: 'http://a/b' })]]],
  ['{http://a/b}*', [[anywhere({ local: '*', uri: 'http://a/b' })]]],
  ['{}a', [[anywhere({ local: 'a', uri: '' })]]],
  ['/{u|v}a/ns:b', [[child({ local: 'a', uri: 'u|v' }), child({ local: 'b', prefix: 'ns' })]]],
  ['größe', [[anywhere({ local: 'größe' })]]],
  ['__proto__', [[anywhere({ local: '__proto__' })]]],
  ['a.b-c', [[anywhere({ local: 'a.b-c' })]]],
]

describe('a record pattern', () => {
  it.each(PATTERNS)('reads %s', (text, pattern) => {
    expect(parsePattern(text)).toEqual(pattern)
  })

  it('has a form for every child of the root', () => {
    expect(parsePattern(EVERY_CHILD)).toEqual([[child(any), child(any)]])
  })

  it.each([
    ['', 1, 'the name of an element', 'the end'],
    ['/', 2, 'the name of an element', 'the end'],
    ['//', 3, 'the name of an element', 'the end'],
    ['///a', 3, 'the name of an element', '"/"'],
    ['a/', 3, 'the name of an element', 'the end'],
    ['a//', 4, 'the name of an element', 'the end'],
    ['a///b', 4, 'the name of an element', '"/"'],
    ['|a', 1, 'the name of an element', '"|"'],
    ['a|', 3, 'the name of an element', 'the end'],
    ['a||b', 3, 'the name of an element', '"|"'],
    ['a b', 3, '"/", "|" or the end', '"b"'],
    ['a /b', 3, '"/", "|" or the end', '"/"'],
    ['a[1]', 2, '"/", "|" or the end', '"["'],
    ['/a/@id', 4, 'the name of an element', '"@"'],
    ['a/text()', 7, '"/", "|" or the end', '"("'],
    ['a:b:c', 4, '"/", "|" or the end', '":"'],
    ['a:', 2, '"/", "|" or the end', '":"'],
    [':a', 1, 'the name of an element', '":"'],
    ['a*', 2, '"/", "|" or the end', '"*"'],
    ['**', 2, '"/", "|" or the end', '"*"'],
    ['*:a', 2, '"/", "|" or the end', '":"'],
    ['a/{u', 3, 'the name of an element', '"{"'],
    ['a}', 2, '"/", "|" or the end', '"}"'],
    ['<a>', 1, 'the name of an element', '"<"'],
    ['a&b', 2, '"/", "|" or the end', '"&"'],
    ["a'", 2, '"/", "|" or the end', '"\'"'],
  ])('refuses %j at column %i', (text, column, expected, found) => {
    const message = `record pattern ${JSON.stringify(text)}, column ${column}: expected ${expected}, found ${found}`
    expect(() => parsePattern(text)).toThrow(new UsageError(message))
    expect(() => parsePattern(text)).toThrow(UsageError)
  })
})

describe('the test of a name', () => {
  const plain = { qualified: 'bus', local: 'bus', uri: '' }
  const spaced = { qualified: 'bus', local: 'bus', uri: 'u' }
  const prefixed = { qualified: 'ns:bus', local: 'bus', uri: 'u' }

  it.each([
    ['bus', [true, true, true]],
    ['car', [false, false, false]],
    ['*', [true, true, true]],
    ['ns:bus', [false, false, true]],
    ['n:bus', [false, false, false]],
    ['ns:*', [false, false, true]],
    ['{u}bus', [false, true, true]],
    ['{u}*', [false, true, true]],
    ['{u}car', [false, false, false]],
    ['{}bus', [true, false, false]],
    ['{v}bus', [false, false, false]],
  ])('holds for %s where it should', (text, expected) => {
    const test = parsePattern(text)[0]?.[0]?.tests[0] as NameTest
    expect([plain, spaced, prefixed].map((name) => matches(test, name))).toEqual(expected)
  })
})
