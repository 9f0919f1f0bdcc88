import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guessed } from '../../src/mapping/scalar.ts'
import { Classifier, KINDS } from '../../src/shape/kind.ts'

const classifier = new Classifier()

function kindOf(text: string): string | undefined {
  const bytes = Buffer.from(`<${text}>`)
  return KINDS[classifier.kindOf(bytes, 1, bytes.length - 1)]
}

test.each([
  ['integer', '0 7 -7 123 9007199254740991 -9007199254740991'],
  ['number', '0.5 -0.5 41.925682067871094 1.25 0.000001'],
  ['decimal', '1.0 47.1700000 -0.0 0.10 0.0000001 0.1234567890123456789 123456789012345678.5'],
  ['boolean', 'true false'],
  ['date', '2024-02-29 2000-02-29 0001-12-31'],
  ['datetime', '2024-02-29T12:30:00Z 2024-02-29T12:30:00.125+05:30 2024-02-29T00:00:00-00:00'],
  ['datetime-local', '2024-02-29T12:30:00 2011-12-02T18:44:25.091'],
  [
    'text',
    '007 -007 00 1e5 1E5 +5 -0 - . 5. .5 1.2.3 1- 1,000 0x10 9007199254740992 12345678901234567890',
  ],
  ['text', 'True TRUE truer tru NaN Infinity ٣ ½ 5€'],
  ['text', '2023-02-29 1900-02-29 2024-13-01 2024-00-01 2024-04-31 2024-1-1 2024-02-2x'],
  [
    'text',
    '2024-02-29T 2024-02-29T24:00:00 2024-02-29T12:60:00 2024-02-29T12:30:60Z 2024-02-29T12:30',
  ],
  [
    'text',
    '2024-02-29T12:30:00. 2024-02-29T12:30:00+5 2024-02-29T12:30:00+24:00 2024-02-29T12:30:00ZZ',
  ],
  ['text', '2024-02-29t12:30:00Z 1234-567 2024-02-29+01:00'],
])('%s is what %s say', (kind, texts) => {
  for (const text of texts.split(' ')) expect([text, kindOf(text)]).toEqual([text, kind])
})

test('white space around it makes a number text', () => {
  for (const text of [' 5', '5 ', '1 2', '5\n', 'true ']) expect(kindOf(text)).toBe('text')
})

test('what is too long is text', () => {
  expect(kindOf('1.'.padEnd(41, '3'))).toBe('text')
})

test('numbers and booleans are those that are guessed from text', () => {
  const digits = fc.array(fc.constantFrom(...'0011259.-etrufals'), { minLength: 1, maxLength: 20 })
  const texts = fc.oneof(
    digits.map((characters) => characters.join('')),
    fc.double().map(String),
    fc.double({ min: -1000, max: 1000 }).map(String),
    fc.maxSafeInteger().map(String),
    fc.integer().map((n) => String(n / 1000)),
  )
  const law = (text: string) => {
    const value = guessed(text)
    const kind = kindOf(text)
    if (typeof value === 'string') expect(['text', 'decimal', 'date']).toContain(kind)
    else if (typeof value === 'boolean') expect(kind).toBe('boolean')
    else {
      expect(kind).toBe(Number.isInteger(value) ? 'integer' : 'number')
      expect(classifier.value).toBe(value)
    }
  }
  fc.assert(fc.property(texts, law), { numRuns: 5000 })
})

test('of dates the earlier is less', () => {
  const inOrder = [
    '1999-12-31',
    '2000-01-01',
    '2000-01-01T00:00:00.5',
    '2000-01-01T00:00:01',
    '2000-02-29T23:00:00-02:00', // the first of March in Greenwich
    '2000-02-29T23:30:00-02:00',
  ]
  const values = inOrder.map((text) => {
    kindOf(text)
    return classifier.value
  })
  expect(values).toEqual(values.toSorted((a, b) => a - b))
  kindOf('2000-01-01T02:00:00+02:00')
  const there = classifier.value
  kindOf('2000-01-01T00:00:00Z')
  expect(there).toBe(classifier.value)
})
