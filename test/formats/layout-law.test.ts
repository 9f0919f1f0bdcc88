// The law: records that are written in the layout of a file, wherever, are what its encoder would write; so are lines of
// JSON, in any batches.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Encoded, FormatOptions, OpenEncoder, PartEncoder } from '../../src/formats/format.ts'
import { FORMATS } from '../../src/formats/formats.ts'
import { Lines } from '../../src/record/lines.ts'
import type { Value } from '../../src/record/record.ts'

const TEXT = fc.constantFrom(
  ...[
    'x',
    '',
    ' ',
    ' y',
    'y ',
    'a,b',
    ';',
    'q"',
    '=1',
    '-7',
    '-x',
    '+1.5e3',
    '+1e',
    '-.',
    '@',
    'é\n',
    '\tx',
    '\\',
    'a\\"b',
  ],
  ...[
    '\r',
    '\u0001',
    '\ufeff',
    'x\ufeffy',
    'ﻂ',
    '＝1',
    '＊',
    'sixteen letters.',
    'more than sixteen, and a comma',
  ],
  ...[
    'a\\,b',
    '\\;',
    '\b\f/',
    'x'.repeat(40),
    `${'x'.repeat(31)}\n"y`,
    `${'-1'.repeat(9)} `,
    ' \n',
  ],
)
const LEAF = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Value>('x', 'text') },
  { weight: 3, arbitrary: TEXT },
  { weight: 1, arbitrary: fc.stringMatching(/^[a",; \\\n=]*$/) },
  { weight: 2, arbitrary: fc.constantFrom<Value>(7, -1.5, 1e21, true, false, null) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Value>(
      ['1', '2'],
      [],
      [1, [true, 'x\n']],
      {},
      [{ 1: 'x', a: null }],
      [[]],
    ),
  },
)
const NAMES = fc.constantFrom(
  'a',
  'b',
  '@id',
  '#text',
  '__proto__',
  'b/a',
  'aLongNameOfAField1',
  'aLongNameOfAField2',
)
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
      { columns: ['a'] },
      { columns: ['b/a', 'b/#text', 'aLongNameOfAField2'] },
      { columns: ['a', 'b', 'b/a', 'a'] },
      { fields: ['a', 'b', '@id', '#text', '__proto__', 'b/a', 'aLongNameOfAField2'] },
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
        fc.array(fc.boolean(), { maxLength: 6 }),
        (records, options, cuts, ahead, lines) => {
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
            const areLines = [...lines]
            for (let at = 0; at < records.length; ) {
              const size = encoder.layout === undefined ? 0 : (sizes.shift() ?? 0)
              const part = records.slice(at, at + size)
              const isLines = areLines.shift() === true
              const written = inPart(openPart, encoder.layout, part, isLines)
              if (size > 0 && written) {
                joined++
                encoder.join?.(part.length, written.found)
                add(written.text)
                at += part.length
              } else if (isLines && encoder.encodeLines && at > ahead) {
                const rest = records.slice(at, at + 4)
                for (const { bytes } of encoder.encodeLines(linesOf(rest))) {
                  add(Buffer.from(bytes))
                }
                at += rest.length
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

  test('is the same from lines', async () => {
    const format = (await load()) as OpenEncoder
    const openPart = format.openPart as NonNullable<OpenEncoder['openPart']>
    const law = (records: Value[], options: FormatOptions) => {
      const layout = layoutFor(format, options)
      if (layout === undefined) return
      const parts = [0, 1].map(() => openPart(layout))
      for (const part of parts) for (const record of KINDS) canEncode(part, record)
      const [alone, fromLines] = parts as [PartEncoder, PartEncoder]
      const fitting = records.filter((record) => canEncode(openPart(layout), record))
      const text = fitting.map((record) => alone.encode(record)).join('')
      const lines = fromLines.encodeLines?.(linesOf(fitting)) ?? []
      expect(Array.from(lines, ({ bytes }) => Buffer.from(bytes)).join('')).toBe(text)
      expect(fromLines.found?.()).toEqual(alone.found?.())
    }
    fc.assert(fc.property(fc.array(RECORD, { maxLength: 30 }), OPTIONS, law), { numRuns: 150 })
  })
})

/** All kinds of values that columns may have: what is written as lines afterwards is nothing new. */
const KINDS: Value[] = [
  { a: 'x', b: { a: 'x', b: 'x', '@id': 'x', '#text': 'x' }, '@id': 'x', '#text': 'x' },
  { b: 'x', __proto__: 'x', aLongNameOfAField1: 'x', aLongNameOfAField2: 'x', 'b/a': 'x' },
  { a: { a: 'x' }, '@id': { a: 'x' }, aLongNameOfAField1: { a: 'x' } },
]

/** Once records came, of all names if the file takes them, if it takes any. */
function layoutFor(format: OpenEncoder, options: FormatOptions): unknown {
  for (const first of [KINDS, [{ a: 'x' }]]) {
    const encoder = format.open(options)
    try {
      for (const record of first) encoder.encode(record)
      encoder.settle?.()
      return encoder.layout
    } catch {}
  }
  return undefined
}

function canEncode(encoder: PartEncoder, record: Value): boolean {
  try {
    encoder.encode(record)
    return true
  } catch {
    return false
  }
}

/** What another thread makes of some records; nothing where the whole has to meet them itself. */
function inPart(
  openPart: NonNullable<OpenEncoder['openPart']>,
  layout: unknown,
  records: Value[],
  areLines: boolean,
) {
  try {
    const part = openPart(structuredClone(layout))
    const text =
      areLines && part.encodeLines
        ? Array.from(part.encodeLines(linesOf(records)), ({ bytes }) => Buffer.from(bytes)).join('')
        : records.map((record) => part.encode(record)).join('')
    return { text, found: structuredClone(part.found?.()) }
  } catch {
    return undefined
  }
}

function linesOf(records: readonly Value[]): Lines {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('')
  return new Lines(Buffer.from(text), records.length)
}
