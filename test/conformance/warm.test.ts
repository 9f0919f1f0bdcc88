// The warm law: what is not well-formed is refused behind good rows of the same names as it is without them, in every
// way of reading.

import { describe, expect, it } from 'vitest'
import { inPieces, type Options } from '../xml/every-cut.ts'
import { warmFaults } from './warm-faults.ts'
import { asCheck, asEvents, asLines, type Found, PROGRAMS } from './ways.ts'

/** How a document may be read. */
function* ways(options: Options): Generator<[way: string, read: (pieces: Uint8Array[]) => Found]> {
  yield ['check', (pieces) => asCheck(pieces, options)]
  for (const record of ['/*', '/*/*', '/*/*/*', '//a']) {
    yield [`${record} as events`, (pieces) => asEvents(pieces, record, options)]
    for (const [name, program] of Object.entries(PROGRAMS)) {
      yield [`${record} for ${name}`, (pieces) => asLines(pieces, record, options, program)]
    }
  }
}

describe('a fault behind good rows', () => {
  it('is found as it is without them, where it is', () => {
    const wrong: string[] = []
    let turn = 0
    for (const { cold, warm, warmth } of warmFaults([
      0, 1, 7, 15, 16, 17, 40, 56, 57, 58, 63, 64, 65, 130,
    ])) {
      const expected = asEvents([Buffer.from(cold)], '/*', {})
      const said = `${expected.fact} at ${expected.offset} in ${expected.path}`
      expect(expected.fact, cold).toBeDefined()
      for (const [way, read] of ways({})) {
        for (const size of ++turn % 8 ? [1e9] : [1e9, 7]) {
          const { fact, offset = 0, path } = read(inPieces(Buffer.from(warm), size))
          const found = `${fact} at ${offset - warmth} in ${path}`
          if (found !== said) wrong.push(`${way} by ${size}: ${found}, not ${said}: ${cold}`)
        }
      }
    }
    expect(wrong).toEqual([])
  }, 600_000)
})
