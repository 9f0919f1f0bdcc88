// Provides documents with random changes, most of them faults, and options to read them with.

import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { bytesOf, CATALOGUE } from '../conformance/suite.ts'
import type { Options } from './every-cut.ts'

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
export const CHANGED: fc.Arbitrary<Buffer> = fc
  .tuple(fc.constantFrom(...ORIGINALS), fc.array(CHANGE, { minLength: 1, maxLength: 4 }))
  .map(([original, changes]) =>
    changes.reduce((bytes, { at, take, give }) => {
      const from = at % (bytes.length + 1)
      return Buffer.concat([bytes.subarray(0, from), give, bytes.subarray(from + take)])
    }, original),
  )
export const OPTIONS: fc.Arbitrary<Options> = fc.constantFrom<Options>(
  {},
  { namespaces: false },
  { entities: 'strict' },
  { limits: { name: 8, names: 60, tag: 40, attributes: 2, depth: 4, expansion: 60 } },
)
