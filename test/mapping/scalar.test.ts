import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guessed, scalar } from '../../src/mapping/scalar.ts'
import { records } from '../../src/reading/records.ts'

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

/** Numbers as they are written, with a digit too many, too few or another one, and what only looks like numbers. */
const LIKE_NUMBER = fc.oneof(
  fc.stringMatching(/^-?\d{0,19}(\.\d{0,19})?[e-]?$/),
  fc.stringMatching(/^-?0\.0{0,8}\d{1,18}$/),
  fc.stringMatching(/^-?90071992547409[89]\d$/),
  fc.constantFrom('true', 'True', 'truest', 'fals', 'false', 'falsey', '-', '.', '-.5', '0', '-0'),
  fc
    .tuple(
      fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
      fc.integer({ min: 15, max: 18 }),
      fc.nat(9),
    )
    .chain(([number, digits, last]) => {
      const texts = [number, Math.fround(number), 2 ** digits + number / 1e9].flatMap((each) => [
        String(each),
        each.toPrecision(digits).replace(/0+$/, ''),
        String(each).replace(/\d$/, String(last)),
      ])
      return fc.constantFrom(...texts)
    }),
)

test('the kernel takes the same for numbers and booleans', async () => {
  const law = async (texts: string[]) => {
    const document = `<r>${texts.map((text) => `<a b="${text}">${text}<c>${text}</c></a>`).join('')}</r>`
    const found: unknown[] = []
    for await (const record of records(document, { mapping: { types: 'auto' } })) found.push(record)
    expect(found).toEqual(
      texts.map(guessed).map((value) => ({
        '@b': value,
        c: value === '' ? null : value,
        ...(value !== '' && { '#text': value }),
      })),
    )
  }
  const texts = fc.array(LIKE_NUMBER, { minLength: 50, maxLength: 100 })
  await fc.assert(fc.asyncProperty(texts, law), { numRuns: 100 })
})
