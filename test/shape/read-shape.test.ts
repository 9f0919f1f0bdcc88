import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { readShape } from '../../src/shape/read-shape.ts'
import { shapeMapping } from '../../src/shape/shape-mapping.ts'

const WHOLE = { cosax: 'shape', version: 1, pattern: 'a', record: {}, fields: [] }

test.each([
  ['no JSON', '<a/>', 'f: no shape, as cosax infer writes it'],
  ['an array', '[]', 'f: no shape, as cosax infer writes it'],
  ['another file', '{"name":"x"}', 'f: no shape, as cosax infer writes it'],
  [
    'no fields',
    '{"cosax":"shape","version":1,"record":{}}',
    'f: no shape, as cosax infer writes it',
  ],
  ['a later version', JSON.stringify({ ...WHOLE, version: 2 }), 'f: expected version 1, found 2'],
  ['no version', '{"cosax":"shape"}', 'f: expected version 1, found none'],
  [
    'an unknown type',
    JSON.stringify({ ...WHOLE, fields: [{ path: 'a/b', type: 'float' }] }),
    'f: a/b: expected type text, integer, number, boolean, found "float"',
  ],
  [
    'an array that is neither',
    JSON.stringify({ ...WHOLE, fields: [{ path: 'a', array: 'yes' }] }),
    'f: a: expected array true or false, found "yes"',
  ],
])('%s is refused', (_, text, message) => {
  expect(() => readShape(text, 'f')).toThrow(UsageError)
  expect(() => readShape(text, 'f')).toThrow(`--shape: ${message}`)
})

test('a pattern that is none is refused', () => {
  const text = JSON.stringify({ ...WHOLE, pattern: 'a[1]' })
  expect(() => readShape(text, 'f')).toThrow('record pattern "a[1]", column 2')
})

test('what a person leaves of a field is enough', () => {
  const fields = [
    { path: 'a', type: 'number' },
    { path: 'b', array: true },
    { path: 'b/c', array: false, type: 'text' },
    { path: '__proto__', type: 'boolean' },
  ]
  const shape = readShape(JSON.stringify({ ...WHOLE, fields }), 'f')
  const { array, typed = {} } = shapeMapping(shape)
  expect(array).toEqual(['b'])
  expect(Object.entries(typed)).toEqual([
    ['a', 'number'],
    ['__proto__', 'boolean'],
  ])
  expect(shapeMapping(shape, true).typed).toMatchObject({ 'b/c': 'text' })
})
