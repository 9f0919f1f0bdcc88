import { execFileSync } from 'node:child_process'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ValueReader } from '../../../src/engine/kernel/values.ts'
import type { Value } from '../../../src/record/record.ts'

const KEYS = ['id', '@id', '#text', '__proto__', 'constructor', '1', 'é', 'a"b', 'a\\', '']
const TEXTS = [
  '',
  'a',
  'North Bound',
  'é',
  'Ã©',
  '😀',
  '"',
  '\\',
  'a","b',
  '\u0000\n',
  'x'.repeat(300),
]

const { record } = fc.letrec<{ record: Value; value: Value }>((tie) => ({
  value: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...TEXTS) },
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(null, true, false, 0, 22, -1.5, 1e300),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('record'),
  ),
  record: fc
    .array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 6 })
    .map((members) => Object.fromEntries(members)),
}))

/** As the kernel hands a batch over. */
const batchOf = (values: readonly Value[]) =>
  Buffer.from(values.map((value) => `${JSON.stringify(value)},`).join(''))

/** One that has read others before. */
const reader = new ValueReader()

function expectAsParsed(values: readonly Value[]) {
  const read = reader.read(batchOf(values))
  const parsed = values.map((value) => JSON.parse(JSON.stringify(value)) as Value)
  expect(JSON.stringify(read)).toBe(JSON.stringify(parsed)) // the order of keys, and one that is `__proto__`
  expect(isDeepStrictEqual(read, parsed)).toBe(true)
}

describe('values are read', () => {
  it('as JSON.parse reads them, however often a shape comes again', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), fc.nat({ max: 15 }), (records, times) => {
        expectAsParsed(Array.from({ length: times + 1 }, () => records).flat())
      }),
    )
  })

  it('from levels beyond any stack', () => {
    const deep = `${'{"a":['.repeat(50_000)}"]}"${']}'.repeat(50_000)}`
    let [value] = reader.read(Buffer.from(`${deep},`)) as [Value]
    let levels = 0
    while (typeof value === 'object' && value !== null) {
      value = (Array.isArray(value) ? value[0] : value.a) as Value
      levels++
    }
    expect([levels, value]).toEqual([100_000, ']}'])
  })

  it('of any number of shapes', () => {
    for (let n = 0; n < 12_000; n += 1000) {
      expectAsParsed(Array.from({ length: 1000 }, (_, i) => ({ [`a${n + i}`]: 'a', b: null })))
    }
  })

  it('of wide objects and long ones', () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => [`a${i}`, 'a'])
    expectAsParsed([Object.fromEntries(keys), Object.fromEntries(keys), ['b']])
    expectAsParsed([{ a: 'é'.repeat(2 ** 20) }, 'b'])
  })

  it('where no code may be made from texts', () => {
    const script = `
      const { records } = await import('./dist/index.js')
      const all = []
      for await (const bus of records('<a>' + '<b i="1"/>'.repeat(20) + '</a>')) all.push(bus)
      console.log(JSON.stringify([all.length, all[0], all[19]]))`
    const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script]
    const printed = execFileSync(process.execPath, flags, { encoding: 'utf8' })
    expect(printed).toBe('[20,{"@i":"1"},{"@i":"1"}]\n')
  })
})
