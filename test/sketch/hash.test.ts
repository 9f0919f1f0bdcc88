import { expect, test } from 'vitest'
import { hashWith } from '../../src/sketch/hash.ts'

const hex = (text: string, seed: number) =>
  Array.from(hashWith(seed)(text), (word) => word.toString(16).padStart(8, '0')).join(' ')

// MurmurHash3_x86_128 of the bytes in UTF-16LE
test.each([
  ['', 0, '00000000 00000000 00000000 00000000'],
  ['hello world, how', 0, 'b3c5206e 53600f69 fd3ae05c c80557e6'],
])('%j with seed %i is %s', (text, seed, words) => {
  expect(hex(text, seed)).toBe(words)
})

test('texts of any length, and those that differ in one place, have different hashes', () => {
  const texts = Array.from({ length: 40 }, (_, n) => 'x'.repeat(n))
  const others = texts.flatMap((text) =>
    Array.from(text, (_, n) => `${text.slice(0, n)}y${text.slice(n + 1)}`),
  )
  const all = [...texts, ...others, 'x\0', '\0', '\0\0']
  expect(new Set(all.map((text) => hex(text, 5))).size).toBe(all.length)
})

test('another seed gives another hash, and none an unknown one', () => {
  expect(hex('a', 1)).not.toBe(hex('a', 2))
  expect(hashWith()('a').slice()).not.toEqual(hashWith()('a').slice())
})
