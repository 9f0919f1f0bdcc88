import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactly, rounded } from '../../src/sketch/exact.ts'

const NUMBER = fc.double({ noNaN: true, noDefaultInfinity: true })

test('a number is the same when it has been there and back', () => {
  fc.assert(
    fc.property(NUMBER, (number) => {
      expect(rounded(exactly(number))).toBe(number + 0)
    }),
  )
  for (const number of [Number.MAX_VALUE, Number.MIN_VALUE, 2 ** -1022, 2 ** -1022 - 2 ** -1074]) {
    expect(rounded(exactly(-number))).toBe(-number)
  }
})

test('a whole number is rounded as the language rounds it', () => {
  const whole = fc
    .tuple(fc.bigInt(-(2n ** 70n), 2n ** 70n), fc.nat(960), fc.constantFrom(-1n, 0n, 1n))
    .map(([number, power, more]) => (number << BigInt(power)) + more)
  fc.assert(
    fc.property(whole, (number) => {
      expect(rounded(number << 1074n)).toBe(Number(number))
    }),
  )
})

test('what is halfway between two goes to the even one, unless anything is added', () => {
  const half = (2n ** 53n + 1n) << 1500n
  expect(rounded(half)).toBe(2 ** (53 + 1500 - 1074))
  expect(rounded(half + 1n)).toBe((2 ** 53 + 2) * 2 ** (1500 - 1074))
})

test('what is too large is infinite', () => {
  expect(rounded(exactly(Number.MAX_VALUE) * 2n)).toBe(Number.POSITIVE_INFINITY)
  expect(rounded(exactly(-Number.MAX_VALUE) * 2n)).toBe(Number.NEGATIVE_INFINITY)
})
