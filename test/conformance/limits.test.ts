// What is beyond a limit is refused in every way of reading, as soon as it comes.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inPieces } from '../engine/every-cut.ts'
import { HOSTILE } from '../kernel/random-hostile.ts'
import { asCheck, asEvents, asLines, LINES, PROGRAMS } from './ways.ts'

describe('what entities and declarations may add', () => {
  it('is the same in every way of reading', () => {
    let beyond = 0
    const law = (document: string, expansion: number, record: string, size: number) => {
      const options = { limits: { expansion } }
      const pieces = inPieces(Buffer.from(document), size)
      const { fact } = asEvents(pieces, record, options)
      if (fact) beyond++
      expect(asCheck(pieces, options).fact).toBe(fact)
      for (const [name, program] of Object.entries(PROGRAMS)) {
        expect(asLines(pieces, record, options, program).fact, name).toBe(fact)
      }
    }
    const expansion = fc.constantFrom(0, 10, 100, 1000)
    const record = fc.constantFrom('/*/*', '//b', 'none')
    const size = fc.constantFrom(1e9, 61)
    fc.assert(fc.property(HOSTILE, expansion, record, size, law), { seed: 9, numRuns: 150 })
    expect(beyond).toBeGreaterThan(30)
  })
})

describe('a record that never ends', () => {
  const LONG = 10_000
  it.each([
    '<r><a>',
    '<r><a><b/>',
    '<r><a><![CDATA[',
    '<r><a><b/><![CDATA[',
    '<r><a><b>1</b><b><c/>',
  ])('is noticed before all of it was read: %s', (start) => {
    let read = 0
    function* pieces(): Generator<Uint8Array> {
      yield Buffer.from(start)
      for (; read < 100 * LONG; read += 1000) yield Buffer.alloc(1000, 'x')
    }
    const options = { limits: { record: LONG } }
    const { fact } = asLines(pieces(), '/*/*', options, LINES)
    expect(fact).toContain('--max-record')
    expect(read).toBeLessThan(3 * LONG)
  })
})
