// Provides random JSON.

import fc from 'fast-check'

const NAME = fc.constantFrom('a', 'b', '__proto__', '7', 'aLongNameOfAField1', 'a')

/** Numbers among these that JavaScript does not hold. */
export const LONG_NUMBERS = /1e999|12345678901234567890|0\.1000000000000000055|123456789012345678/g

/** JSON as no program writes it, but as it may be written. */
export const LOOSE: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('null', 'true', '7', '-0', '1.0', '1E+5', '1e999', '12345678901234567890'),
    fc.constantFrom('-2.5', '0.000001', '0.0000001', '0.1000000000000000055', '123456789012345678'),
    fc.constantFrom('"x"', '"\\"\\n"', '"7 , "'),
    fc.constantFrom('"\\u0041"', '"\\ud800"', '"é🚌\\/"', '""', '"\\\\"', `"${'x'.repeat(40)}"`),
    fc
      .tuple(fc.array(tie('value'), { maxLength: 3 }), fc.constantFrom(',', ' , '))
      .map(([items, comma]) => `[${items.join(comma)}]`),
    fc
      .tuple(
        fc.array(fc.tuple(NAME, fc.constantFrom(':', ': ', '\t:'), tie('value')), { maxLength: 3 }),
        fc.constantFrom('{', '{ '),
      )
      .map(([members, begin]) => {
        return `${begin}${members.map(([name, colon, value]) => `"${name}"${colon}${value}`)}}`
      }),
  ),
})).value
