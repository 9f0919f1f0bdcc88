import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HashSet } from '../../src/sketch/hash-set.ts'

test('knows a text that was added, and no other', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 2 })), (texts) => {
      const set = new HashSet()
      const known = new Set<string>()
      for (const text of texts) {
        expect(set.add(text)).toBe(!known.has(text))
        known.add(text)
      }
    }),
  )
})

test('still knows the first when it has grown', () => {
  const set = new HashSet()
  const texts = Array.from({ length: 200_000 }, (_, n) => `text ${n}`)
  expect(texts.every((text) => set.add(text))).toBe(true)
  expect(texts.some((text) => set.add(text))).toBe(false)
})

test('a hash of zeros is a text as any other', () => {
  const set = new HashSet(() => new Uint32Array(4))
  expect([set.add(''), set.add('')]).toEqual([true, false])
})

test('texts that collide in the first word are distinguished by the others', () => {
  const set = new HashSet((text) => Uint32Array.of(7, text.length, 1, 0))
  expect(['', 'a', 'bb', 'c'].map((text) => set.add(text))).toEqual([true, true, true, false])
})
