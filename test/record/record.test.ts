import { expect, test } from 'vitest'
import { type Dictionary, get, isDictionary, set, textOf } from '../../src/record/record.ts'

test.each([
  [{}, true],
  [{ a: '1' }, true],
  [[], false],
  ['text', false],
  [null, false],
  [undefined, false],
  [1, false],
])('%j is a dictionary: %s', (value, expected) => {
  expect(isDictionary(value)).toBe(expected)
})

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
  '%s is no entry of a dictionary that was not given one',
  (name) => {
    expect(get({}, name)).toBeUndefined()
  },
)

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'name'])(
  'an entry %s that is set can be got, listed and written',
  (name) => {
    const dictionary: Dictionary = {}
    set(dictionary, name, 'first')
    set(dictionary, name, 'second')
    expect(get(dictionary, name)).toBe('second')
    expect(Object.keys(dictionary)).toEqual([name])
    expect(JSON.stringify(dictionary)).toBe(`{"${name}":"second"}`)
    expect(Object.getPrototypeOf(dictionary)).toBe(Object.prototype)
  },
)

test('a dictionary as __proto__ does not become the prototype', () => {
  const dictionary: Dictionary = {}
  set(dictionary, '__proto__', { isAdmin: 'true' })
  expect(dictionary.isAdmin).toBeUndefined()
  expect(get(dictionary, '__proto__')).toEqual({ isAdmin: 'true' })
})

test.each([
  ['text', 'text'],
  ['', ''],
  [null, ''],
  [2.5, '2.5'],
  [true, 'true'],
  [{ '@id': '1', '#text': 'in here' }, 'in here'],
  [{ '#text': 7 }, '7'],
  [{ '@id': '1' }, ''],
  [{}, ''],
  [['a', 'b'], ''],
])('the text of %j is %j', (value, text) => {
  expect(textOf(value)).toBe(text)
})
