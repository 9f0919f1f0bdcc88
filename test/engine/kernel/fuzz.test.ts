import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { kernelEngine } from '../../../src/engine/kernel/kernel.ts'
import { saxEngine } from '../../../src/engine/sax/sax.ts'
import { cutAt, read } from '../every-cut.ts'
import { CHANGED, OPTIONS } from '../random-faults.ts'

function saxesRefuses(text: string): boolean {
  let isRefused = false
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', () => {
    isRefused = true
  })
  parser.write(text).close()
  return isRefused
}

// an instruction whose target goes on after "?", which both peers read
const KNOWN_TO_DIFFER = /<\?[^\s?]+\?[^>]/

describe('the kernel engine, given a document with random faults,', () => {
  it('refuses it as what it is, and the same wherever it is cut', () => {
    fc.assert(
      fc.property(
        CHANGED,
        OPTIONS,
        fc.array(fc.nat(), { maxLength: 9 }),
        (bytes, options, cuts) => {
          const whole = read(kernelEngine, [bytes], options)
          expect(whole.error?.kind).not.toBe('defect')
          expect(read(kernelEngine, cutAt(bytes, cuts), options)).toEqual(whole)
        },
      ),
      { seed: 8, numRuns: 5000 },
    )
  })

  it('judges it as two peers do that agree, if it declares nothing', () => {
    let compared = 0
    fc.assert(
      fc.property(CHANGED, (bytes) => {
        const text = bytes.toString('utf8')
        const isPlain = /^<(?!\?xml\s)/.test(text) && !/<!DOCTYPE|\0/.test(text)
        if (!isPlain || !Buffer.from(text).equals(bytes) || KNOWN_TO_DIFFER.test(text)) return
        const isRefused = saxesRefuses(text)
        if (isRefused !== (read(saxEngine, [bytes]).error !== undefined)) return
        compared++
        expect(read(kernelEngine, [bytes]).error !== undefined).toBe(isRefused)
      }),
      { seed: 8, numRuns: 5000 },
    )
    expect(compared).toBeGreaterThan(500)
  })
})
