// The law: records that are written in the layout of a file, wherever, are what its encoder would write.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Encoded, FormatOptions, OpenEncoder } from '../../src/formats/format.ts'
import { FORMATS } from '../../src/formats/formats.ts'
import type { Value } from '../../src/record/record.ts'

const LEAF = fc.constantFrom<Value>('x', '', ' y', 'a,b', 'q"', '=1', '-7', 'é\n', 7, true, null, [
  '1',
  '2',
])
const NAMES = fc.constantFrom('a', 'b', '@id', '#text', '__proto__')
const INNER = fc.dictionary(NAMES, LEAF, { maxKeys: 2 })
const RECORD: fc.Arbitrary<Value> = fc.oneof(
  { weight: 5, arbitrary: fc.dictionary(NAMES, fc.oneof(LEAF, INNER), { maxKeys: 3 }) },
  { weight: 1, arbitrary: LEAF },
)
const OPTIONS: fc.Arbitrary<FormatOptions> = fc.oneof(
  fc
    .constantFrom<FormatOptions>(
      {},
      { columns: ['a', 'b/a', '#text'] },
      { fields: ['a', 'b', '@id', '#text', '__proto__'] },
      {
        known: new Map([
          ['a', 'text'],
          ['b/a', 'text'],
          ['b', 'json'],
        ]),
      },
    )
    .chain((options) =>
      fc
        .record(
          { guard: fc.boolean(), header: fc.boolean(), delimiter: fc.constantFrom(';', ' ') },
          { requiredKeys: [] },
        )
        .map((more) => ({ ...options, ...more })),
    ),
  fc.constantFrom<FormatOptions>(
    { isContinued: true, head: 'b/a,a\r\n' },
    { isContinued: true, head: '@id;b;a\n', delimiter: ';', guard: true },
  ),
)

interface Written {
  text: string
  mixed: string[]
  error?: string
}

function write(
  options: FormatOptions,
  steps: (add: (data: Encoded) => void, open: FormatOptions) => void,
): Written {
  const written: Written = { text: '', mixed: [] }
  const add = (data: Encoded) => {
    written.text += String(data)
  }
  try {
    steps(add, { ...options, onMixed: (name) => written.mixed.push(name) })
  } catch (error) {
    written.error = String(error)
  }
  return written
}

test.each(FORMATS)('$name says whether it has a layout', async ({ hasLayout, load }) => {
  const format = await load()
  expect('openPart' in format).toBe(hasLayout === true)
})

describe.each(FORMATS.filter(({ hasLayout }) => hasLayout))('$name', ({ load }) => {
  test('is the same in parts', async () => {
    const format = (await load()) as OpenEncoder
    const openPart = format.openPart as NonNullable<OpenEncoder['openPart']>
    let joined = 0
    fc.assert(
      fc.property(
        fc.array(RECORD, { maxLength: 12 }),
        OPTIONS,
        fc.array(fc.nat({ max: 4 }), { maxLength: 6 }),
        fc.nat({ max: 5 }),
        (records, options, cuts, ahead) => {
          const whole = write(options, (add, all) => {
            const encoder = format.open(all)
            for (const [i, record] of records.entries()) {
              add(encoder.encode(record))
              if (i === ahead) add(encoder.settle?.() ?? '')
            }
            add(encoder.end())
          })
          const parted = write(options, (add, all) => {
            const encoder = format.open(all)
            const sizes = [...cuts]
            for (let at = 0; at < records.length; ) {
              const size = encoder.layout === undefined ? 0 : (sizes.shift() ?? 0)
              const part = records.slice(at, at + size)
              const written = inPart(openPart, encoder.layout, part)
              if (size > 0 && written) {
                joined++
                encoder.join?.(part.length, written.found)
                add(written.text)
                at += part.length
              } else {
                add(encoder.encode(records[at] as Value))
                if (at++ === ahead) add(encoder.settle?.() ?? '')
              }
            }
            add(encoder.end())
          })
          expect(parted).toEqual(whole)
        },
      ),
      { numRuns: 500 },
    )
    expect(joined).toBeGreaterThan(100)
  })
})

/** What another thread makes of some records; nothing where the whole has to meet them itself. */
function inPart(openPart: NonNullable<OpenEncoder['openPart']>, layout: unknown, records: Value[]) {
  try {
    const part = openPart(structuredClone(layout))
    const text = records.map((record) => part.encode(record)).join('')
    return { text, found: structuredClone(part.found?.()) }
  } catch {
    return undefined
  }
}
