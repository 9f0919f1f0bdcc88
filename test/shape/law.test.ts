// The laws: a shape counts what is in the records, whatever reads them, and says truly how they are read with it.

import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { saxEngine } from '../../src/engine/sax/sax.ts'
import { isDictionary, type Value } from '../../src/record/record.ts'
import { jsonSchema } from '../../src/shape/json-schema.ts'
import { readShape } from '../../src/shape/read-shape.ts'
import type { FieldShape } from '../../src/shape/shape.ts'
import { shapeMapping } from '../../src/shape/shape-mapping.ts'
import { writeShape } from '../../src/shape/write-shape.ts'
import { DOCUMENT } from '../record/random-xml.ts'
import { inferred } from './inferred.ts'
import { recordsOf } from './records-of.ts'

const SCALAR = fc.oneof(
  fc.constantFrom('', '', '0', '7', '-1', '007', 'true', 'false', 'x', '1.0', '2.5', ' 3 ', '-0'),
  fc.constantFrom('2024-02-29', '2024-02-29T12:00:00Z', '2024-02-29T12:00:00', '1e5'),
)
const NAME = fc.constantFrom('a', 'b', '__proto__', 'constructor')
const { element: ELEMENT } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      NAME,
      fc.uniqueArray(fc.tuple(NAME, SCALAR), { selector: ([name]) => name, maxLength: 2 }),
      fc.array(fc.oneof({ maxDepth: 3 }, SCALAR, tie('element')), { maxLength: 3 }),
    )
    .map(([name, list, content]) => {
      const attributes = list.map(([key, value]) => ` ${key}="${value}"`)
      return `<${name}${attributes.join('')}>${content.join('')}</${name}>`
    }),
}))
/** Documents of scalars, and such with all that XML has. */
const DOCUMENTS = fc.array(
  fc.oneof(
    fc.array(ELEMENT, { maxLength: 5 }).map((all) => `<l>${all.join('')}</l>`),
    DOCUMENT,
  ),
  { minLength: 1, maxLength: 2 },
)
const PATTERNS = fc.constantFrom('/*/*', '/*', 'a', 'b')

const law = (runs: number, holds: (documents: string[], pattern: string) => void) =>
  fc.assert(fc.property(DOCUMENTS, PATTERNS, holds), { numRuns: runs })

test('a shape is the same whatever reads the documents, and wherever they are cut', () => {
  law(500, (documents, pattern) => {
    const expected = inferred(documents, { pattern })
    expect(inferred(documents, { pattern, size: 3 })).toEqual(expected)
    expect(inferred(documents, { pattern, engine: saxEngine })).toEqual(expected)
  })
})

test('it counts what is in the records', () => {
  let fields = 0
  law(500, (documents, pattern) => {
    const shape = inferred(documents, { pattern })
    const records = recordsOf(documents, pattern)
    expect(shape.record.count).toBe(records.length)
    const found = shape.fields.map(({ path, count, records, parents, most = 1 }) => {
      return { path, count, records, parents, most }
    })
    expect(byPath(found)).toEqual(byPath(counted(records)))
    fields += found.length
  })
  expect(fields).toBeGreaterThan(500) // or the law was hardly tried
})

test('a shape file is read as it was written', () => {
  law(200, (documents, pattern) => {
    const shape = inferred(documents, { pattern })
    expect(readShape(writeShape(shape), 'file')).toEqual(shape)
  })
})

test('every record that is read with a shape conforms to its JSON Schema', () => {
  let bad = 0
  law(500, (documents, pattern) => {
    fc.pre(!documents.join().includes('__proto__')) // which this validator leaves out
    const shape = inferred(documents, { pattern })
    const ajv = new Ajv2020({ strict: false, ownProperties: true })
    addFormats.default(ajv)
    const isValid = ajv.compile(JSON.parse(jsonSchema(shape, 'record')))
    for (const record of shaped(documents, pattern)) {
      isValid(record)
      expect(isValid.errors ?? []).toEqual([])
      if (!isValid({ surplus: record })) bad++
    }
  })
  expect(bad).toBeGreaterThan(300) // it does not allow everything
})

test('with a shape a field is an array in all records or in none, and of one type', () => {
  law(500, (documents, pattern) => {
    const kinds = new Map<string, string>()
    const types = new Map<string, string>()
    const see = (value: Value, path: string) => {
      if (Array.isArray(value)) for (const each of value) see(each, `${path}[]`)
      else if (isDictionary(value)) {
        for (const [key, each] of Object.entries(value)) {
          const kind = Array.isArray(each) ? 'array' : 'one'
          expect(kinds.get(`${path}/${key}`) ?? kind).toBe(kind)
          kinds.set(`${path}/${key}`, kind)
          see(each, `${path}/${key}`)
        }
      } else if (value !== null && value !== '') {
        expect(types.get(path) ?? typeof value).toBe(typeof value)
        types.set(path, typeof value)
      }
    }
    for (const record of shaped(documents, pattern)) see(record, '')
  })
})

test('values of a type are written with the characters that were read, and no text is lost', () => {
  law(500, (documents, pattern) => {
    const texts = (value: Value): Value => {
      if (Array.isArray(value))
        return value.length === 1 ? texts(value[0] as Value) : value.map(texts)
      if (!isDictionary(value)) return value === null ? null : String(value)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, texts(each)]))
    }
    const usual = recordsOf(documents, pattern).map(texts)
    expect(shaped(documents, pattern).map(texts)).toEqual(usual)
  })
})

function shaped(documents: string[], pattern: string): Value[] {
  return recordsOf(documents, pattern, shapeMapping(inferred(documents, { pattern })))
}

type Counts = Pick<FieldShape, 'path' | 'count' | 'records' | 'parents'> & { most: number }

/** What records have, counted without any of what counts in a shape. */
function counted(records: Value[]): Counts[] {
  const found = new Map<string, Counts & { in: Set<Value> }>()
  const see = (record: Value, value: Value, way: string) => {
    if (!isDictionary(value)) return
    for (const [key, each] of Object.entries(value)) {
      const path = way + key
      const counts = found.get(path) ?? {
        path,
        count: 0,
        records: 0,
        parents: 0,
        most: 0,
        in: new Set(),
      }
      const values = Array.isArray(each) ? each : [each]
      counts.count += values.length
      counts.in.add(record)
      counts.records = counts.in.size
      counts.parents++
      counts.most = Math.max(counts.most, values.length)
      found.set(path, counts)
      for (const inner of values) see(record, inner, `${path}/`)
    }
  }
  for (const record of records) see(record, record, '')
  return [...found.values()].map(({ in: _, ...counts }) => counts)
}

function byPath(counts: Counts[]): Counts[] {
  return counts.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
