import { expect, test } from 'vitest'
import { guessed } from '../../src/record/scalar.ts'

test.each(['Infinity', '-Infinity', 'NaN', '1e400', '-1e400'])('%s is no number', (text) => {
  expect(guessed(text)).toBe(text)
})
