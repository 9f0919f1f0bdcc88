// The law: nothing is written where no room was granted. It is put to the test by a kernel in which every store is checked,
// and by documents that become much more than they are; to any kernel it is one law more.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KernelCheck } from '../../src/engine/kernel/check.ts'
import { kernelEngine } from '../../src/engine/kernel/kernel.ts'
import { saxEngine } from '../../src/engine/sax/sax.ts'
import { PRESETS } from '../../src/mapping/presets.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { inPieces, read } from '../engine/every-cut.ts'
import { written } from '../plan/written.ts'
import { HOSTILE } from './random-hostile.ts'

const SIZE = fc.constantFrom(1_000_000, 1_000_000, 997, 61)
const LONG = 'k'.repeat(3000)
const COLUMNS = ['a', 'b', '@a', 'c/a', '#text', 'a/@b', 'n'.repeat(15), LONG].map((name) => ({
  name,
  field: name.split('/'),
}))

/** All that the kernel makes of records. */
const PLANS: Partial<Plan>[] = [
  {},
  { record: 'a' },
  { record: '//b' },
  { record: '/r' },
  { withName: LONG },
  { withName: 'kind', record: '/r/*' },
  { withSource: LONG },
  { mapping: { attributes: 'merge', attributePrefix: LONG } },
  { mapping: { attributes: 'merge', attributePrefix: '' } },
  { mapping: { attributes: 'drop' } },
  { mapping: { array: ['a', 'b', '@a'] } },
  { mapping: { arrays: 'always' } },
  { mapping: { keepSpace: true } },
  { mapping: { namespaces: 'expand' } },
  { mapping: PRESETS.badgerfish },
  { mapping: { ...PRESETS.badgerfish, types: 'auto', keepSpace: true } },
  { mapping: PRESETS.parker },
  { mapping: PRESETS.jsonml },
  { mapping: { ...PRESETS.jsonml, types: 'auto' }, record: '/r' },
  { mapping: { text: ['a', '//b'], inner: ['//c', '//a'] } },
  { mapping: { inner: ['a', '//b'], keepSpace: true }, record: '/r' },
  { namespaces: false },
  { fragments: true },
  { pipeline: { stages: [{ stage: 'select', argument: COLUMNS }] } },
  {
    pipeline: {
      stages: [{ stage: 'select', argument: [...COLUMNS, { name: 'd', field: ['a'] }] }],
      to: ['a.jsonl', '-'],
    },
  },
  {
    pipeline: {
      stages: [{ stage: 'filter', argument: { field: ['@a'], operator: 'exists', value: '' } }],
    },
  },
  {
    pipeline: {
      stages: [
        { stage: 'filter', argument: { field: ['a'], operator: '!=', value: 'x' } },
        { stage: 'select', argument: COLUMNS },
      ],
    },
  },
  { pipeline: { stages: [{ stage: 'where', argument: 'a > 1 || b' }] } },
  { pipeline: { stages: [{ stage: 'count', argument: null }] } },
  { pipeline: { stages: [{ stage: 'count-by', argument: COLUMNS.map(({ field }) => field) }] } },
  { pipeline: { stages: [{ stage: 'unique', argument: { fields: [['a'], ['b'], ['#text']] } }] } },
  {
    pipeline: {
      stages: [],
      branches: [
        { stages: [], to: ['a.jsonl'] },
        { stages: [{ stage: 'select', argument: COLUMNS }] },
      ],
    },
  },
  { withName: LONG, withSource: 's', pipeline: { stages: [{ stage: 'head', argument: 3 }] } },
]

/** It knows no declared attributes, and no markup in entities. */
const isReadBySax = (document: string) => !/<!ATTLIST|<!ENTITY \S+ "[^"]*</.test(document)

const planOf = (part: Partial<Plan>): Plan => ({ inputs: [], pipeline: { stages: [] }, ...part })

const subset = (text: string, content: string) => `<!DOCTYPE r [${text}]><r>${content}</r>`
const defaults = (count: number, value: string) =>
  `<!ATTLIST a${Array.from({ length: count }, (_, n) => ` b${n} CDATA "${value}"`).join('')}>`

describe('the kernel grants room to', () => {
  it.each<[string, string, Partial<Plan>]>([
    ['long defaults', subset(defaults(1, 'v'.repeat(1000)), '<a/>'.repeat(500)), {}],
    ['many defaults', subset(defaults(6400, 'v'), '<a/>'.repeat(20)), {}],
    ['defaults and a long name', subset(defaults(60, 'v'), '<a/>'.repeat(9)), { withName: LONG }],
    [
      'values that grow, and text after them',
      subset(`<!ENTITY e "${'v'.repeat(400)}">`, `${'<a b="&e;"/>'.repeat(90)}${'y'.repeat(9e5)}`),
      { record: '/r' },
    ],
    ['long text beside children', `<r><a><b/>${'x'.repeat(3e6)}</a></r>`, {}],
    ['long text before children', `<r><a>${'x'.repeat(3e6)}<b/></a></r>`, {}],
    [
      'a long prefix',
      `<r>${'<a b=""/>'.repeat(900)}</r>`,
      { mapping: { attributes: 'merge', attributePrefix: LONG }, record: '/r' },
    ],
    ...[80, 300, 3000].flatMap((length): [string, string, Partial<Plan>][] => {
      const uri = 'u'.repeat(length)
      const row = '<a/><a b=""/><c p:b="" b="">x<a/></c><p:a/><a xmlns=""/>'
      const document = `<r xmlns:p="${uri}" xmlns="${uri}">${row.repeat(40)}<b>${row}</b></r>`
      return [
        [`names with ${length} bytes`, document, { mapping: { namespaces: 'expand' } }],
        [
          `a record with ${length} bytes a name`,
          document,
          { mapping: { prefixes: { [uri]: `q${uri}` } }, record: '/r' },
        ],
        [`${length} bytes in scope`, document, { mapping: PRESETS.badgerfish, record: '/r' }],
      ]
    }),
    ['markup in an entity', subset(`<!ENTITY e "${'<b/>'.repeat(9e4)}">`, '&e;'), { record: '/r' }],
  ])('%s', async (_, document, part) => {
    const plan = planOf({ limits: { amplification: 10_000 }, ...part })
    const whole = await written({ ...plan, engine: 'kernel' }, [document], 100_000_000)
    expect(whole.error).toBeUndefined()
    expect(await written({ ...plan, engine: 'kernel' }, [document], 100_000)).toEqual(whole)
    expect(await written({ ...plan, engine: 'kernel' }, [document], 97)).toEqual(whole)
    const events = read(kernelEngine, [Buffer.from(document)], { limits: plan.limits ?? {} })
    expect(events.error).toBeUndefined()
  })
})

describe('the kernel finds values again in a record of', () => {
  const selected = (...paths: string[]): Partial<Plan> => {
    const argument = paths.map((path) => ({ name: path, field: path.split('/') }))
    return { record: '/r', pipeline: { stages: [{ stage: 'select', argument }] } }
  }
  const names = Array.from({ length: 300 }, (_, n) => `n${n}`)
  const fields = names.map((name) => `<${name}>1</${name}>`).join('')
  it.each<[string, string, Partial<Plan>]>([
    ['many of them', '<c v="1"/>'.repeat(3000), selected('c/@v')],
    ['many of two kinds', '<c v="1"/><d>2</d>'.repeat(900), selected('d', 'c/@v')],
    ['many fields', fields, selected('n0', 'n150', 'n299')],
    ['many fields in a field', `<a/><b>${fields}<c><d/>${fields}</c></b><a/>`, {}],
    ['many fields that are mixed up', `<a>1</a>${fields}${fields}<a>2</a>`, selected('a', 'n7')],
    ['many fields, whole', `<a>1</a>${fields}<a>2</a>${fields}`, { record: '/r' }],
  ])('%s', async (_, content, part) => {
    const document = `<r>${content}</r>`
    const expected = await written({ ...planOf(part), engine: 'sax' }, [document], 1e9)
    expect(expected.error).toBeUndefined()
    for (const size of [1e9, 61]) {
      expect(await written({ ...planOf(part), engine: 'kernel' }, [document], size)).toEqual(
        expected,
      )
    }
  })
})

describe('the kernel, given documents that become much more than they are,', () => {
  it('writes what sax does', async () => {
    const law = async (document: string, part: Partial<Plan>, size: number) => {
      const plan = planOf(part)
      const found = await written({ ...plan, engine: 'kernel' }, [document], size)
      expect(found.error).toBeUndefined()
      expect(found).toEqual(await written({ ...plan, engine: 'kernel' }, [document], 1_000_000))
      if (!isReadBySax(document) || plan.fragments) return
      expect(found).toEqual(await written({ ...plan, engine: 'sax' }, [document], 1_000_000))
    }
    await fc.assert(fc.asyncProperty(HOSTILE, fc.constantFrom(...PLANS), SIZE, law), {
      numRuns: 150,
      endOnFailure: true,
      seed: 9,
    })
  })

  it('sends the events that sax does, and finds nothing wrong', () => {
    fc.assert(
      fc.property(HOSTILE, SIZE, (document, size) => {
        const pieces = inPieces(Buffer.from(document), size)
        const found = read(kernelEngine, pieces)
        expect(found.error).toBeUndefined()
        expect(found).toEqual(read(kernelEngine, [Buffer.from(document)]))
        if (isReadBySax(document)) {
          expect(found).toEqual(read(saxEngine, [Buffer.from(document)]))
        }
        const check = new KernelCheck({})
        for (const piece of pieces) check.write(piece)
        check.end()
      }),
      { numRuns: 80, seed: 9, endOnFailure: true },
    )
  })
})
