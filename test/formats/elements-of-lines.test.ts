// The law: XML is the same from lines as from records, in any batches, up to the first record that it does not take.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import type { Encoder, FormatOptions } from '../../src/formats/format.ts'
import { xml } from '../../src/formats/xml.ts'
import { ELEMENT_FIELD, stamped } from '../../src/record/element-field.ts'
import { Lines } from '../../src/record/lines.ts'
import { type Dictionary, isDictionary, set, type Value } from '../../src/record/record.ts'
import { Scopes } from '../../src/record/scopes.ts'

const RUNS = 1200

const SPECIAL = ['&', '<', '>', '"', '\\', '\n', '\r', '\t', '/', 'é', '漢', '😀', ']]>', '\u00a0']
const NOT_XML = ['\0', '\b', '\f', '\u001f', '\ufffe', '\uffff', '\ud800']
const PIECE = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('', 'x', 'ab', 'y'.repeat(15), 'z'.repeat(16)) },
  { weight: 4, arbitrary: fc.constantFrom(...SPECIAL, '\uff0c', '\ufeff') },
)
const TEXT = fc.oneof(
  { weight: 400, arbitrary: fc.array(PIECE, { maxLength: 5 }).map((pieces) => pieces.join('')) },
  { weight: 20, arbitrary: fc.nat(600).map((n) => '<"é'.repeat(n)) },
  { weight: 1, arbitrary: fc.constantFrom(...NOT_XML).map((character) => `x${character}`) },
)
const SCALAR = fc.oneof(
  { weight: 8, arbitrary: TEXT },
  { weight: 2, arbitrary: fc.constantFrom<Value>(null, true, false, 0, -7, 1.5, 1e21, 1e-7) },
)
const ELEMENT = fc.oneof(
  { weight: 200, arbitrary: fc.constantFrom('a', 'b', 'a', 'b', 'é', '__proto__', 'constructor') },
  { weight: 40, arbitrary: fc.constantFrom('xml:a', 'abcdefgha', 'abcdefghb', 'xmlns') },
  { weight: 10, arbitrary: fc.constantFrom('p:a', 'p:a', 'p:a', 'q:a', 'g:a') },
  { weight: 15, arbitrary: fc.constantFrom(14, 15, 40, 1200).map((length) => 'n'.repeat(length)) },
  { weight: 1, arbitrary: fc.constantFrom('', '1', 'a b', 'a"', '<a', 'none:a', ELEMENT_FIELD) },
)
const ATTRIBUTE = fc.oneof(
  { weight: 80, arbitrary: fc.constantFrom('@a', '@b', '@a', '@xml:lang') },
  { weight: 6, arbitrary: fc.constantFrom('@p:a') },
  { weight: 1, arbitrary: fc.constantFrom('@', '@1', '@xmlns', '@xmlns:n', '@none:a') },
)

const { value: VALUE } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    { weight: 60, arbitrary: SCALAR },
    { weight: 30, arbitrary: dictionaryOf(tie('value')) },
    {
      weight: 20,
      arbitrary: fc.array(fc.oneof(SCALAR, dictionaryOf(tie('value'))), { maxLength: 3 }),
    },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
  ) as fc.Arbitrary<Value>,
}))

/** Mostly with attributes first and text last, as the kernel has them; the name of a record may be a field before them. */
function dictionaryOf(value: fc.Arbitrary<Value>): fc.Arbitrary<Dictionary> {
  const scalar = fc.oneof({ weight: 60, arbitrary: SCALAR }, { weight: 1, arbitrary: value })
  return fc
    .record({
      attributes: fc.array(fc.tuple(ATTRIBUTE, scalar), { maxLength: 2 }),
      children: fc.array(fc.tuple(ELEMENT, value), { maxLength: 4 }),
      text: fc.option(scalar, { freq: 3 }),
      order: fc.nat(30),
    })
    .map(({ attributes, children, text, order }) => {
      const last: [string, Value][] = text === null ? [] : [['#text', text]]
      const hasLate = order > 0 && order < 8
      const [first, then] = hasLate ? [children, attributes] : [attributes, children]
      const members = [...first, ...then, ...last]
      const made: Dictionary = {}
      for (const [name, each] of order === 0 ? members.reverse() : members) set(made, name, each)
      return made
    })
}

/** A record, and the name of its element, in which no document has a space. */
const RECORD = fc.tuple(
  fc.oneof({ weight: 30, arbitrary: dictionaryOf(VALUE) }, { weight: 1, arbitrary: VALUE }),
  fc.oneof(
    { weight: 30, arbitrary: ELEMENT.filter((name) => !name.includes(' ')) },
    { weight: 30, arbitrary: fc.constant('a') },
  ),
)

interface Batch {
  records: [record: Value, name: string][]
  areLines: boolean
  /** What is declared around them. */
  scope: { prefix: string; uri: string; met: [name: string, uri: string][] }
}

const BATCH: fc.Arbitrary<Batch> = fc.record({
  records: fc.array(RECORD, { maxLength: 6 }),
  areLines: fc.nat(4).map((n) => n > 0),
  scope: fc.record({
    prefix: fc.constantFrom('', 'p', 'p', 'q'),
    uri: fc.constantFrom('', 'u', 'u', 'v'),
    met: fc.array(fc.tuple(fc.constantFrom('a', 'a', 'p:a'), fc.constantFrom('', 'u', 'v')), {
      maxLength: 4,
    }),
  }),
})

const OPTIONS: fc.Arbitrary<FormatOptions> = fc.record(
  {
    element: fc.constantFrom('item', 'item', '{a}'),
    prefixes: fc.constant({ g: 'given', p: 'u' }),
    root: fc.constant('all'),
  },
  { requiredKeys: [] },
)

test('XML is the same from lines', () => {
  let written = 0
  const law = (batches: Batch[], options: FormatOptions, areNamed: boolean, hasScopes: boolean) => {
    const whole = xmlOf(batches, options, { areNamed, hasScopes, hasLines: true })
    expect(whole).toEqual(xmlOf(batches, options, { areNamed, hasScopes, hasLines: false }))
    if (whole.error === undefined) written += whole.text.split('\n').length
  }
  const batches = fc.array(BATCH, { minLength: 1, maxLength: 4 })
  fc.assert(fc.property(batches, OPTIONS, fc.boolean(), fc.boolean(), law), { numRuns: RUNS })
  expect(written).toBeGreaterThan(2 * RUNS) // or the law was hardly tried
})

test('attributes that come again after a child, and many long names that end in one place, are the same, too', () => {
  const late: [Value, string][] = [{ kind: 'x', '@a': '1', a: 'y', '@b': '2' }, { '@a': '' }].map(
    (record) => [record, 'a'],
  )
  let deep: Value = 'x'.repeat(3000)
  for (let level = 0; level < 90; level++) deep = { [`${'n'.repeat(900)}${level}`]: deep }
  for (const records of [late, Array.from({ length: 3 }, (): [Value, string] => [deep, 'a'])]) {
    const batch = { records, scope: { prefix: 'p', uri: 'u', met: [] } }
    const batches = [1, 2].map(() => ({ ...batch, areLines: true }))
    const [lines, alone] = [true, false].map((hasLines) =>
      xmlOf(batches, {}, { areNamed: false, hasScopes: false, hasLines }),
    )
    expect(lines).toEqual(alone)
  }
})

test('elements that need much more room than their lines are the same, too', () => {
  const records = [{ a: 'x' }, { ['n'.repeat(900)]: new Array(20_000).fill(null) }, { a: 'y' }]
  const batch = { areLines: true, scope: { prefix: '', uri: '', met: [] } }
  const batches: Batch[] = [{ ...batch, records: records.map((record) => [record, 'a']) }]
  const how = { areNamed: true, hasScopes: false }
  const [lines, alone] = [true, false].map((hasLines) => xmlOf(batches, {}, { ...how, hasLines }))
  expect(lines?.text.length).toBeGreaterThan(18_000_000)
  expect(lines?.text === alone?.text).toBe(true)
})

interface How {
  areNamed: boolean
  hasScopes: boolean
  /** Whether those that may come as lines do. */
  hasLines: boolean
}

function xmlOf(
  batches: Batch[],
  options: FormatOptions,
  { areNamed, hasScopes, hasLines }: How,
): { text: string; said: string[]; error?: string } {
  const scopes = hasScopes ? new Scopes() : undefined
  if (scopes) scopes.isAsked = true
  const said: string[] = []
  const onRemark = (topic: string, fact: string) => said.push(`${topic}: ${fact}`)
  const encoder = xml.open({ ...options, onRemark, ...(scopes && { scopes }) }) as Encoder
  let text = ''
  try {
    for (const { records, areLines, scope } of batches) {
      scopes?.begin()
      scopes?.root(new Map([[scope.prefix, scope.uri]]), false)
      for (const [name, uri] of scope.met) scopes?.see(name, uri)
      const named = records.map(([record, name]) => (areNamed ? withName(record, name) : record))
      if (areLines && hasLines) {
        const bytes = Buffer.from(named.map((record) => `${JSON.stringify(record)}\n`).join(''))
        const lines = new Lines(bytes, named.length, areNamed ? scopes?.number : undefined)
        const pieces = named.length > 0 ? (encoder.encodeLines?.(lines) ?? []) : []
        for (const piece of pieces) text += Buffer.from(piece.bytes)
      } else {
        for (const record of named) {
          if (areNamed && Array.isArray(record)) scopes?.keep(record) // which is JsonML
          text += encoder.encode(areNamed ? stamped(record, scopes?.number ?? 0, false) : record)
        }
      }
    }
    return { text: text + encoder.end(), said }
  } catch (error) {
    if (!(error instanceof OutputError)) throw error
    return { text, said, error: error.message }
  }
}

function withName(record: Value, name: string): Value {
  if (Array.isArray(record)) return record
  const fields = isDictionary(record) ? record : record === null ? {} : { '#text': record }
  return { [ELEMENT_FIELD]: name, ...fields }
}
