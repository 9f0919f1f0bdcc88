import { expect, test } from 'vitest'
import { guessed, scalar } from '../../src/mapping/scalar.ts'

test.each([
  '0',
  '7',
  '-1',
  '0.5',
  '-12.25',
  '9007199254740991',
  '0.1234567890123',
  'true',
  'false',
])('JSON writes %s with the same characters', (text) => {
  expect(typeof guessed(text)).not.toBe('string')
  expect(JSON.stringify(guessed(text))).toBe(text)
})

test.each([
  ...[
    '',
    '007',
    '1.0',
    '-0',
    '1e5',
    '1e-7',
    '1e+21',
    '+1',
    '.5',
    '5.',
    ' 1',
    '0x1',
    '1_000',
    '-',
    '--1',
  ],
  ...[
    '9007199254740993',
    '12345678901234567890',
    '12345678901234567000',
    'NaN',
    'Infinity',
    'True',
    'null',
  ],
])('%j stays text', (text) => expect(guessed(text)).toBe(text))

test.each([
  ['007', 'integer', 7],
  ['1.0', 'integer', 1],
  ['1.5', 'integer', '1.5'],
  ['12345678901234567890', 'integer', '12345678901234567890'],
  ['1e5', 'number', 100000],
  ['.5', 'number', 0.5],
  ['n/a', 'number', 'n/a'],
  ['1e999', 'number', '1e999'],
  ['1', 'boolean', true],
  ['false', 'boolean', false],
  ['yes', 'boolean', 'yes'],
  ['12', 'text', '12'],
] as const)('%j as %s is %j', (text, type, value) => expect(scalar(text, type)).toBe(value))

test.each(['Infinity', '-Infinity', 'NaN', '1e400', '-1e400'])('%s is no number', (text) => {
  expect(guessed(text)).toBe(text)
})
