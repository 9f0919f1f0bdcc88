// Provides random JSON.

import fc from 'fast-check'

/** JSON as no program writes it, but as it may be written. */
export const LOOSE: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('null', 'true', '7', '-0', '1.0', '1E+5', '1e999', '12345678901234567890'),
    fc.constantFrom('"\\u0041"', '"\\ud800"', '"é🚌\\/"', '""', '"\\\\"', `"${'x'.repeat(40)}"`),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(' , ')}]`),
    fc
      .array(fc.tuple(fc.constantFrom('a', '__proto__', '7', 'a'), tie('value')), { maxLength: 3 })
      .map((entries) => `{ ${entries.map(([name, value]) => `"${name}":${value}`).join(',')}}`),
  ),
})).value
