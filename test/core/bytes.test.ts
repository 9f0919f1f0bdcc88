import { expect, test } from 'vitest'
import { formatBytes, parseBytes } from '../../src/core/bytes.ts'

test.each([
  ['1', 1, '1'],
  ['1024', 1024, '1K'],
  ['64K', 65_536, '64K'],
  ['300M', 314_572_800, '300M'],
  ['2048M', 2_147_483_648, '2G'],
])('%s is %i bytes, written as %s', (text, bytes, shortest) => {
  expect(parseBytes(text)).toBe(bytes)
  expect(formatBytes(bytes)).toBe(shortest)
})

test.each(['', '0', '-1', '1.5M', '1k', '1T', 'M', ' 1', '9007199254740993', '8388608G'])(
  '%j is none',
  (text) => {
    expect(parseBytes(text)).toBeUndefined()
  },
)
