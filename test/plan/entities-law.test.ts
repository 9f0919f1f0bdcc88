// The law: the first declaration of an entity counts, and without one a reference stays, wherever it stands and however
// the document is cut, in both engines, judged first or not; and each unknown reference counts once.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EntityPolicy, Outside } from '../../src/dtd/outside.ts'
import { joinLine } from '../../src/plan/line.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { Value } from '../../src/record/record.ts'
import { jsonl } from '../../src/sinks/jsonl.ts'
import { inPieces } from '../engine/every-cut.ts'

const OWN = '<!ENTITY own "mine"><!ENTITY ouml "own"><!ENTITY deep "(&own;&foo;&uuml;)">'

/** By name: its text, if it is known, by whoever knows it. */
const OWN_TEXT: Record<string, string> = { own: 'mine', ouml: 'own', lt: '<', amp: '&' }
const HTML_TEXT: Record<string, string> = { uuml: 'ü', ouml: 'ö', nbsp: '\u00a0' }

const NAMES = ['own', 'ouml', 'uuml', 'foo', 'bar', 'lt', 'amp', 'deep']
const PIECE = fc.oneof(
  fc.constantFrom(...NAMES).map((name) => ({ name })),
  fc.constantFrom('x', 'yz', 'ö', '1').map((text) => ({ text })),
)
const PIECES = fc.array(PIECE, { minLength: 1, maxLength: 8 })
type Piece = { name?: string; text?: string }
interface Element {
  attribute?: Piece[] | undefined
  content: Piece[]
  cdata: string
}
const ELEMENT: fc.Arbitrary<Element> = fc.record({
  attribute: fc.option(PIECES, { nil: undefined }),
  content: PIECES,
  cdata: fc.constantFrom('', '<![CDATA[&uuml;&foo;]]>'),
})

class Model {
  readonly counts = new Map<string, number>()
  readonly #policy: EntityPolicy
  constructor(policy: EntityPolicy) {
    this.#policy = policy
  }

  text(pieces: Piece[]): string {
    return pieces.map(({ name, text }) => text ?? this.#reference(name ?? '')).join('')
  }

  #reference(name: string): string {
    if (name === 'deep') return `(mine${this.#reference('foo')}${this.#reference('uuml')})`
    const known = OWN_TEXT[name] ?? (this.#policy === 'html' ? HTML_TEXT[name] : undefined)
    if (known !== undefined) return known
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    return this.#policy === 'drop' ? '' : `&${name};`
  }

  record({ attribute, content, cdata }: Element): Value {
    const k = attribute && this.text(attribute)
    const text = this.text(content) + (cdata && '&uuml;&foo;')
    if (k === undefined) return text === '' ? null : text
    return text === '' ? { '@k': k } : { '@k': k, '#text': text }
  }
}

function written(pieces: Piece[]): string {
  return pieces.map(({ name, text }) => text ?? `&${name};`).join('')
}

function documentOf(elements: Element[]): string {
  const rows = elements.map(({ attribute, content, cdata }) => {
    const k = attribute ? ` k="${written(attribute)}"` : ''
    return `<a${k}>${written(content)}${cdata}</a>`
  })
  return `<!DOCTYPE r SYSTEM "r.dtd" [${OWN}]><r>${rows.join('\n')}</r>`
}

async function read(plan: Plan, document: string, size: number) {
  let text = ''
  const write = (more: string) => {
    text += more
    return true
  }
  const sink = jsonl({ write, writeLines: ({ bytes }) => write(Buffer.from(bytes).toString()) })
  const report = { records: 0, seen: new Map<string, number>() }
  const openSink = () => sink as never
  const line = await joinLine(plan, { openSink, report, onWarning() {} })
  const engine = line.open('input')
  for (const piece of inPieces(Buffer.from(document), size)) engine.write(piece)
  engine.end()
  line.end.close()
  const lines = text.split('\n').slice(0, -1)
  return { records: lines.map((line) => JSON.parse(line) as Value), unknown: line.unknown }
}

const FILTERS: Plan['pipeline']['stages'][] = [
  [],
  [{ stage: 'filter', argument: { field: ['@k'], operator: 'exists', value: '' } }],
  [{ stage: 'filter', argument: { field: ['@k'], operator: '=', value: '&foo;' } }],
  [{ stage: 'where', argument: '@k && len(@k) > 2' }],
]

test('entities', async () => {
  let unknown = 0
  const law = async (
    elements: Element[],
    policy: EntityPolicy,
    size: number,
    filter: number,
    engine: 'kernel' | 'sax',
  ) => {
    // entities with references in them are beyond sax
    const hasDeep = elements.some(({ attribute = [], content }) =>
      [...attribute, ...content].some(({ name }) => name === 'deep'),
    )
    if (engine === 'sax' && hasDeep) return
    const model = new Model(policy)
    const all = elements.map((element) => model.record(element))
    const k = (record: Value) => (record as Record<string, string> | null)?.['@k']
    const expected = all.filter((record) => {
      if (filter === 0) return true
      if (filter === 1) return k(record) !== undefined
      return filter === 2 ? k(record) === '&foo;' : (k(record)?.length ?? 0) > 2
    })
    const stages = FILTERS[filter] ?? []
    const plan: Plan = { inputs: [], record: 'a', entities: policy, engine, pipeline: { stages } }
    const outcome = await read(plan, documentOf(elements), size)
    expect(outcome.records).toEqual(expected)
    const counted = new Outside({ policy })
    for (const [name, times] of model.counts) counted.count(name, times)
    const names = (warning?: string) =>
      warning
        ?.replace(/.*: (&.*?);? *--.*/, '$1')
        .split(', ')
        .sort()
    expect(names(outcome.unknown)).toEqual(names(counted.warning))
    unknown += model.counts.size
  }
  const property = fc.asyncProperty(
    fc.array(ELEMENT, { minLength: 1, maxLength: 12 }),
    fc.constantFrom<EntityPolicy>('keep', 'html', 'drop'),
    fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(100_000)),
    fc.nat(FILTERS.length - 1),
    fc.constantFrom<'kernel' | 'sax'>('kernel', 'kernel', 'sax'),
    law,
  )
  await fc.assert(property, { numRuns: 400 })
  expect(unknown).toBeGreaterThan(300) // or the law was hardly tried
}, 120_000)
