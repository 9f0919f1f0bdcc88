// Provides random records for formats that have columns: of any kinds, and of columns that have one type each.

import fc from 'fast-check'
import type { FormatOptions } from '../../src/formats/format.ts'
import type { Value } from '../../src/record/record.ts'

const TEXT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    'x',
    'sixteen letters.',
    'a\nb',
    '"',
    '\\',
    '€ 🚌',
    'é',
    'true',
    '0',
    '1',
    '+7',
    '.5',
    '5.',
  ),
  fc.constantFrom(
    '-1e3',
    '1e',
    '007',
    '9007199254740993',
    '-9223372036854775808',
    '9223372036854775808',
    '1.5',
  ),
)
const NUMBER = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(
    0,
    -0,
    -1.5,
    -0.25,
    1e21,
    1.5,
    41.925682067871094,
    123456789.25,
    1e-7,
    2 ** 53,
    9007199254740991,
  ),
)
const LEAF: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: TEXT },
  { weight: 2, arbitrary: NUMBER },
  { weight: 2, arbitrary: fc.constantFrom<Value>(true, false, null) },
)
const NAMES = fc.constantFrom(
  'a',
  'b',
  '@id',
  '#text',
  '__proto__',
  'b/a',
  'aLongNameOfAField1',
  '1',
)
const NESTED: fc.Arbitrary<Value> = fc.oneof(
  fc.array(fc.oneof(LEAF, fc.array(LEAF, { maxLength: 2 })), { maxLength: 3 }),
  fc.dictionary(NAMES, fc.oneof(LEAF, fc.array(LEAF, { maxLength: 2 })), { maxKeys: 3 }),
)
const RECORD: fc.Arbitrary<Value> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.dictionary(NAMES, fc.oneof({ weight: 5, arbitrary: LEAF }, NESTED), {
      maxKeys: 4,
    }),
  },
  { weight: 1, arbitrary: fc.oneof(LEAF, NESTED) },
)
/** Whose columns are of one type each. */
const TYPED: fc.Arbitrary<Value> = fc.record(
  { a: NUMBER, b: fc.boolean(), '@id': fc.oneof(fc.integer(), fc.maxSafeInteger()), 'b/a': TEXT },
  { requiredKeys: [] },
)
const LIKE: Value[] = [
  { a: 'x', b: 'y' },
  { a: 'z' },
  { b: null },
  { '@id': 7 },
  { '@id': 8, a: 'a' },
]
export const OPTIONS: fc.Arbitrary<FormatOptions> = fc.constantFrom<FormatOptions>(
  {},
  {},
  { columns: ['a', '@id', '#text'] },
  { columns: ['b/a', 'a'] },
  { columns: ['a', 'a'] },
  { columns: ['b', 'b/a'] },
  { fields: ['a', 'b', '@id', '#text', '__proto__', 'b/a'] },
  {
    known: new Map([
      ['a', 'number'],
      ['b', 'json'],
      ['@id', 'integer'],
    ]),
  },
  {
    types: new Map([
      ['a', 'integer'],
      ['@id', 'boolean'],
      ['b/a', 'text'],
    ]),
  },
  {
    columns: ['a', 'b'],
    types: new Map([
      ['a', 'boolean'],
      ['b', 'number'],
    ]),
  },
)

/** Any, of one type by column, or mostly alike. */
export const RECORDS: fc.Arbitrary<Value[]> = fc.oneof(
  fc.array(RECORD, { maxLength: 14 }),
  fc.array(TYPED, { maxLength: 30 }),
  RECORD.chain((record) => fc.array(fc.constantFrom(record, ...LIKE), { maxLength: 30 })),
)

/** How many records each batch has, and whether it comes as lines. */
export const CUTS: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 1, max: 9 }), {
  maxLength: 8,
})
export const ARE_LINES: fc.Arbitrary<boolean[]> = fc.array(fc.boolean(), { maxLength: 8 })
