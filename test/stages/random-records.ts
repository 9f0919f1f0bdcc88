// Provides random records: few names, and values that are easily taken for each other, or lost in a sum.

import fc from 'fast-check'
import { type Dictionary, set, type Value } from '../../src/record/record.ts'
import { ATTRIBUTES, ELEMENTS, TEXTS } from '../plan/random-document.ts'
import { WITH_NAME } from '../plan/random-plan.ts'

const NUMBERS = [
  ...['0', '-0', '0.1', '0.2', '-0.3', '1.10', '1.1', '12.345678901234567', '1e16', '1', '-1e16'],
  ...[
    '1e308',
    '-1e308',
    '5e-324',
    '1e400',
    '9007199254740992',
    '9007199254740993',
    '9007199254740992.0',
  ],
  ...['-9007199254740993', '0x10', 'NaN', 'Infinity', '+5', '.5', '5.'],
]
const LONG = ['x'.repeat(100), `${'x'.repeat(100)}y`, `${'x'.repeat(100)}z`]

const SCALAR: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 4, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 1, arbitrary: fc.constantFrom(...LONG, '', ' 7 ', 'a\nb', '\ud800', '__proto__') },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, 7, 0.1, -0.1, 2 ** 53, 1e300) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
)

const NAME = fc.constantFrom(
  ...ELEMENTS,
  ...ATTRIBUTES.map((name) => `@${name}`),
  ...['#text', 'n', 'a/b', WITH_NAME],
)

function dictionary(value: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.array(fc.tuple(NAME, value), { maxLength: 6 }).map((entries) => {
    const made: Dictionary = {}
    for (const [name, entry] of entries) set(made, name, entry)
    return made
  })
}

const VALUE: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    { weight: 4, arbitrary: SCALAR },
    { weight: 2, arbitrary: dictionary(tie('value')) },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
  ),
})).value

export const RANDOM_RECORD: fc.Arbitrary<Value> = fc.oneof(
  { weight: 8, arbitrary: dictionary(VALUE) },
  { weight: 1, arbitrary: SCALAR },
)

/** Records as parts, some of them empty. */
export const RANDOM_PARTS: fc.Arbitrary<Value[][]> = fc.array(
  fc.oneof(
    fc.array(RANDOM_RECORD, { maxLength: 8 }),
    // the same few again and again
    fc
      .tuple(
        fc.array(RANDOM_RECORD, { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(2), { maxLength: 8 }),
      )
      .map(([few, places]) => places.map((place) => few[place % few.length] as Value)),
  ),
  { maxLength: 6 },
)
