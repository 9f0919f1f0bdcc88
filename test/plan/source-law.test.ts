// Where records are from is the same in the kernel as in JavaScript, whatever is lowered, and is where they are.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Mapping } from '../../src/mapping/mapping.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { bytesToRecords, type RecordOptions } from '../../src/reading/records.ts'
import { withProvenance } from '../../src/record/provenance.ts'
import { inPieces } from '../engine/every-cut.ts'
import { MAPPING } from '../mapping/random-mapping.ts'
import { RANDOM_DOCUMENT } from './random-document.ts'
import { CLASHING_PLAN } from './random-plan.ts'
import { written } from './written.ts'

const SIZE = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(100_000))

test('a plan writes the same in the kernel as in JavaScript', async () => {
  let found = 0
  const law = async (documents: string[], plan: Plan, size: number) => {
    const located = { ...plan, withSource: 'source' }
    const expected = await written({ ...located, engine: 'sax' }, documents, 100_000)
    expect(await written({ ...located, engine: 'sax' }, documents, size)).toEqual(expected)
    expect(await written({ ...located, engine: 'kernel' }, documents, size)).toEqual(expected)
    found += JSON.stringify(expected).split('offset').length - 1
  }
  const documents = fc.array(RANDOM_DOCUMENT, { minLength: 1, maxLength: 2 })
  await fc.assert(fc.asyncProperty(documents, CLASHING_PLAN, SIZE, law), { numRuns: 500 })
  expect(found).toBeGreaterThan(500) // or the law was hardly tried
}, 120_000)

test('so it does with a mapping', async () => {
  let found = 0
  const law = async (documents: string[], plan: Plan, mapping: Mapping, size: number) => {
    const located = { ...plan, mapping, withSource: 'source' }
    const expected = await written({ ...located, engine: 'sax' }, documents, 100_000)
    expect(await written({ ...located, engine: 'kernel' }, documents, size)).toEqual(expected)
    found += JSON.stringify(expected).split('offset').length - 1
  }
  const documents = fc.array(RANDOM_DOCUMENT, { minLength: 1, maxLength: 2 })
  const property = fc.asyncProperty(documents, CLASHING_PLAN, MAPPING, SIZE, law)
  await fc.assert(property, { numRuns: 250 })
  expect(found).toBeGreaterThan(250)
}, 120_000)

interface Located {
  source: { record: number; offset: number }
}

function locatedIn(bytes: Uint8Array, size: number, options: RecordOptions): Located[] {
  const found: Located[] = []
  const send = (value: never) => found.push(value) > 0
  const line = bytesToRecords(
    { withSource: 'source', record: 'a|bus|tram', ...options },
    { done: false, send, close() {}, throw() {} },
  )
  for (const piece of inPieces(bytes, size)) line.send(Buffer.from(piece))
  line.close()
  return found
}

test('of documents in a row each has the offsets that follow those before', () => {
  const law = (documents: string[], mapping: Mapping, size: number) => {
    let before = 0
    let records = 0
    const expected = documents.flatMap((document) => {
      const found = locatedIn(Buffer.from(document), 100_000, { mapping })
      const moved = found.map(({ source, ...record }) => {
        const { offset, record: number } = source
        const from = { ...source, record: records + number, offset: before + offset }
        return { source: from, ...record }
      })
      before += Buffer.byteLength(document)
      records += found.length
      return moved
    })
    const row = Buffer.from(documents.join(''))
    expect(locatedIn(row, size, { mapping, fragments: true })).toEqual(expected)
  }
  const documents = fc.array(RANDOM_DOCUMENT, { minLength: 1, maxLength: 3 })
  fc.assert(fc.property(documents, MAPPING, SIZE, law), { numRuns: 100 })
})

const MARKED = '\ufeff<?xml version="1.0" encoding="UTF-16"?>'

test.each<[string, (text: string) => Buffer]>([
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16LE', (text) => Buffer.from(MARKED + text, 'utf16le')],
  ['UTF-16BE', (text) => Buffer.from(MARKED + text, 'utf16le').swap16()],
])(
  'in %s the bytes at the offset are those of the record',
  (_, encoded) => {
    const law = (document: string, mapping: Mapping, size: number) => {
      const bytes = encoded(document)
      for (const engine of ['kernel', 'sax'] as const) {
        const found = locatedIn(bytes, size, { engine, mapping })
        found.forEach(({ source }, i) => {
          expect(source.record).toBe(i + 1)
          const at = bytes.subarray(source.offset)
          const starts = ['<a', '<bus', '<tram'].some(
            (start) => at.indexOf(encoded(start).subarray(encoded('').length)) === 0,
          )
          expect(starts, `${engine}: ${source.offset} in ${document}`).toBe(true)
        })
        expect(new Set(found.map(({ source }) => source.offset)).size).toBe(found.length)
      }
    }
    fc.assert(fc.property(RANDOM_DOCUMENT, MAPPING, SIZE, law), { numRuns: 150 })
  },
  60_000,
)

test('a record that has the field already is refused with its place', () => {
  const from = { file: 'a.xml', record: 2, offset: 17 }
  expect(() => withProvenance({ source: 'x' }, 'source', from)).toThrow(
    '--with-source source: a.xml: record 2, at byte 17, already has a field of that name',
  )
  expect(withProvenance('7', 'from', from)).toEqual({ from, '#text': '7' })
  expect(withProvenance(null, '__proto__', from)).toEqual(
    JSON.parse(`{"__proto__":${JSON.stringify(from)}}`),
  )
})
