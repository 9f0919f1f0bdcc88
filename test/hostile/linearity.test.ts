// Checks that the cost of a document grows as the document does, whatever it is made of and however it is cut.

import { describe, expect, it } from 'vitest'
import { child } from './child.ts'
import { JUDGED } from './judged.ts'

const DOCUMENTS = [
  'text',
  'cdata',
  'brackets',
  'brackets-in-cdata',
  'comment',
  'instruction',
  'name',
  'attribute',
  'attributes',
  'namespaces',
  'namespaces-deep',
  'few-with-defaults',
  'references',
  'digits',
  'open-tag',
]

// another process has another heap, and perhaps the machine to itself
const AGAIN = { retry: 3 }

describe.each(JUDGED)('the $name engine', ({ name, twice }) => {
  it.each(DOCUMENTS)(
    `takes at most ${twice} times as long for twice the %s`,
    AGAIN,
    async (document) => {
      const { ratios = {} } = await child<Ratios>('linearity.js', [name, document, `${twice ** 2}`])
      expect(Object.keys(ratios)).toContain('4096')
      expect(Math.max(...Object.values(ratios)), JSON.stringify(ratios)).toBeLessThan(twice ** 2)
    },
  )
})

/** The cost of a document over that of one a quarter as large, by the size of its chunks. */
interface Ratios {
  ratios: Record<string, number>
}
