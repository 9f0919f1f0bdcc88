import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { kernelEngine } from '../../src/xml/kernel.ts'
import { saxEngine } from '../../src/xml/sax.ts'
import { bytesOf, CATALOGUE } from '../conformance/suite.ts'
import { type Options, read } from './every-cut.ts'

const SHORT = 2000
const ORIGINALS = [
  ...readdirSync('fixtures')
    .filter((file) => file.endsWith('.xml'))
    .map((file) => readFileSync(`fixtures/${file}`)),
  ...CATALOGUE.map(({ path }) => bytesOf(path)).filter((bytes) => bytes.length < SHORT),
].map((bytes) => bytes.subarray(0, SHORT))

const SCRAPS = [
  ...['<', '>', '&', ';', '"', "'", '/', '=', ' ', ':', '!', '--', ']]>', '<![CDATA[', '<?', '?>'],
  ...['&lt', '&#x', 'xmlns:', 'xml', '\r', '\n', '\0', '\u0001', '\uffff', 'ü', '😀', '%x;', '&x;'],
  ...['</a>', '<a>', '-->', '<!--', 'a:b', '<p:a', ' a="1"', '<!DOCTYPE a [', ']'],
].map((scrap) => Buffer.from(scrap))

const at = fc.integer({ min: 0, max: SHORT })
const CHANGE = fc.oneof(
  fc.record({ at, take: fc.constant(0), give: fc.constantFrom(...SCRAPS) }),
  fc.record({ at, take: fc.integer({ min: 1, max: 10 }), give: fc.constant(Buffer.alloc(0)) }),
  fc.record({ at, take: fc.constant(1), give: fc.nat(255).map((byte) => Buffer.from([byte])) }),
)
const CHANGED = fc
  .tuple(fc.constantFrom(...ORIGINALS), fc.array(CHANGE, { minLength: 1, maxLength: 4 }))
  .map(([original, changes]) =>
    changes.reduce((bytes, { at, take, give }) => {
      const from = at % (bytes.length + 1)
      return Buffer.concat([bytes.subarray(0, from), give, bytes.subarray(from + take)])
    }, original),
  )
const OPTIONS = fc.constantFrom<Options>(
  {},
  { namespaces: false },
  { entities: 'strict' },
  { limits: { name: 8, names: 60, tag: 40, attributes: 2, depth: 4, expansion: 60 } },
)

function cutAt(bytes: Buffer, places: number[]): Buffer[] {
  const cuts = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b)
  return [0, ...cuts].map((from, n) => bytes.subarray(from, cuts[n] ?? bytes.length))
}

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
