import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LastTexts } from '../../src/sketch/last-texts.ts'

test('knows the texts that were new last', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', 'c', 'd')),
      fc.integer({ min: 1, max: 5 }),
      (texts, most) => {
        const last = new LastTexts(most)
        let known: string[] = []
        for (const text of texts) {
          const isNew = !known.includes(text)
          expect(last.add(text)).toBe(isNew)
          if (isNew) known = [...known, text].slice(-most)
        }
      },
    ),
  )
})
