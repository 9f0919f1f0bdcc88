// Provides random combinations of what is read, the way of the records, and the files they are written to.

import fc from 'fast-check'
import { NO_SQLITE } from '../formats/written.ts'
import { isInstalled } from '../with-program.ts'

export type Rec = Record<string, string | null | string[]>

export interface Document {
  /** In order; null is a fault: a record that has one, or the end of what is cut off. */
  items: (Rec | null)[]
  isCut: boolean
}

export type Framing = 'children' | 'root' | 'fragments'

export type Step =
  | { do: 'filter'; value: string }
  | { do: 'skip' | 'head'; count: number }
  | { do: 'select'; columns: { name: string; field: string }[] }
  | { do: 'tee'; outlet: Outlet }

export type Way = 'plain' | 'template' | 'rotate' | 'template and rotate' | 'descriptor'

/** Where records go. */
export interface Outlet {
  /** What its files begin with. */
  name: string
  way: Way
  format: string
  compression: '' | '.gz' | '.zst'
  isAppended: boolean
  columns?: string[]
  rotate: { records: number } | { bytes: number }
}

export interface Leg {
  steps: Step[]
  outlet: Outlet
}

export interface Combination {
  framing: Framing
  /** What an earlier run has read, if there was one, and what this one reads. */
  runs: Document[][]
  engine: 'kernel' | 'sax'
  onError: 'stop' | 'skip' | 'quarantine'
  maxErrors: number | undefined
  trunk: Step[]
  legs: Leg[]
}

const HAS_SQLITE = process.env.CI !== undefined || NO_SQLITE === undefined
const HAS_ZSTD = process.env.CI !== undefined || isInstalled('zstd')

/** Those that have columns. */
export const TABLES = ['csv', 'tsv', 'parquet', 'arrow', 'arrows', 'sqlite']
const APPENDABLE = ['jsonl', 'text', 'csv', 'tsv']
const FIELDS = ['i', 'k', 'v', 'none']

const KEY = fc.constantFrom(
  'a',
  'b',
  'a',
  'b',
  'a/b',
  '..',
  null,
  ['a', 'b'],
  ['b', 'b'],
  undefined,
)
const TEXT = fc.oneof(
  fc.constantFrom(
    'x',
    'a,b',
    'say "x"',
    'two\nlines',
    'tab\tb',
    'é漢😀',
    '=1+1',
    '<&]]>',
    '007',
    '"',
  ),
  fc.integer({ min: 1, max: 400 }).map((length) => 'y'.repeat(length)),
)
const COUNT = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 8 }) },
  { weight: 3, arbitrary: fc.constantFrom(40, 100) },
  { weight: 1, arbitrary: fc.constant(1500) }, // more than a table looks at for its columns
)
const DOCUMENT = fc.record({
  pattern: fc.array(fc.record({ k: KEY, v: TEXT }), { minLength: 1, maxLength: 8 }),
  count: COUNT,
  fault: fc.option(fc.integer({ min: 0, max: 10 }), { freq: 2 }),
  isCut: fc.boolean(),
})

const NAMES = fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 3 })
const STEP: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom('a', 'a', 'b', 'nobody').map((value): Step => ({ do: 'filter', value })),
  fc.constantFrom(0, 1, 2, 3, 50).map((count): Step => ({ do: 'head', count })),
  fc.constantFrom(1, 2, 50).map((count): Step => ({ do: 'skip', count })),
  fc.tuple(NAMES, fc.boolean()).map(([names, isRenamed]): Step => {
    const columns = names.map((field) => ({ name: isRenamed ? `${field}2` : field, field }))
    return { do: 'select', columns }
  }),
  fc.constantFrom('jsonl', 'csv', 'text').map((format): Step => {
    return { do: 'tee', outlet: { ...PLAIN, name: 'tee', format } }
  }),
)
const PLAIN: Outlet = {
  name: 'out',
  way: 'plain',
  format: 'jsonl',
  compression: '',
  isAppended: false,
  rotate: { records: 1 },
}

const OUTLET: fc.Arbitrary<Outlet> = fc
  .record({
    way: fc.constantFrom<Way>('plain', 'template', 'rotate', 'template and rotate', 'descriptor'),
    format: fc.constantFrom(
      ...[
        'jsonl',
        'jsonl',
        'jsonl',
        'json',
        'csv',
        'csv',
        'csv',
        'tsv',
        'text',
        'text',
        'xml',
        'xml',
      ],
      ...['parquet', 'arrow', 'arrows', HAS_SQLITE ? 'sqlite' : 'jsonl'],
    ),
    compression: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom('' as const, '' as const, '.gz' as const) },
      { weight: 1, arbitrary: fc.constant(HAS_ZSTD ? ('.zst' as const) : ('.gz' as const)) },
    ),
    isAppended: fc.boolean(),
    columns: fc.option(NAMES, { nil: undefined }),
    rotate: fc.constantFrom({ records: 1 }, { records: 3 }, { bytes: 500 }),
  })
  .map((made): Outlet => {
    const { format, columns } = made
    const way = format === 'sqlite' ? 'plain' : made.way
    const isRotated = way.endsWith('rotate')
    const isOneByOne = isRotated || way === 'descriptor' || !APPENDABLE.includes(format)
    return {
      name: 'out',
      way,
      format,
      compression: format === 'sqlite' ? '' : made.compression,
      isAppended: made.isAppended && !isOneByOne,
      // only of these it is known how long a record is
      rotate: format === 'jsonl' || 'records' in made.rotate ? made.rotate : { records: 2 },
      ...(columns && (format === 'text' || TABLES.includes(format)) && { columns }),
    }
  })

const LEG = fc.record({ steps: fc.array(STEP, { maxLength: 2 }), outlet: OUTLET })

export const COMBINATION: fc.Arbitrary<Combination> = fc
  .record({
    framing: fc.constantFrom<Framing>('children', 'children', 'root', 'fragments'),
    runs: fc.array(fc.array(DOCUMENT, { minLength: 1, maxLength: 2 }), {
      minLength: 1,
      maxLength: 2,
    }),
    engine: fc.constantFrom('kernel', 'kernel', 'sax'),
    onError: fc.constantFrom('stop', 'skip', 'quarantine'),
    maxErrors: fc.constantFrom(undefined, undefined, 1),
    trunk: fc.array(STEP, { maxLength: 3 }),
    legs: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(LEG) },
      { weight: 2, arbitrary: fc.tuple(LEG, LEG) },
      {
        weight: 1,
        arbitrary: fc.tuple(LEG, LEG).map(([one, two]) => [one, { ...two, outlet: one.outlet }]),
      },
    ),
  })
  .map(({ framing, runs, engine, onError, maxErrors, trunk, legs }) => {
    const steps = [...trunk, ...legs.flatMap((leg) => leg.steps)]
    // whether nothing is wanted from the beginning may be noticed early or late
    const mayFail = !steps.some((step) => step.do === 'head' && step.count === 0)
    // what a table finds to be its columns would depend on which records come first
    const isSparse = trunk[0]?.do === 'select'
    const isShared = legs.length === 2 && legs[0]?.outlet === legs[1]?.outlet
    // thousands of files would show no more than some
    const isLong = runs.flat().some(({ count }) => count > 10)
    const outlets = legs.map(({ steps, outlet }) => ({
      steps,
      outlet: { ...outlet, rotate: isLong ? { records: 60 } : outlet.rotate },
    }))
    const named = numbered(trunk, outlets, isShared)
    return {
      framing,
      runs: runs.map((documents, run) => {
        const isLast = run === runs.length - 1
        return documents.map((made, at) =>
          documentOf(made, `${run}-${at}`, framing, isSparse, mayFail && isLast),
        )
      }),
      engine: onError === 'stop' && framing !== 'fragments' ? engine : 'kernel', // the other reads neither
      onError,
      maxErrors: onError === 'stop' ? undefined : maxErrors,
      ...named,
    } as Combination
  })

function documentOf(
  {
    pattern,
    count,
    fault,
    isCut,
  }: {
    pattern: { k: Rec['k'] | undefined; v: string }[]
    count: number
    fault: number | null
    isCut: boolean
  },
  name: string,
  framing: Framing,
  isSparse: boolean,
  mayFail: boolean,
): Document {
  const most = framing === 'root' ? 1 : framing === 'fragments' ? Math.max(count, 1) : count
  const items: Document['items'] = Array.from({ length: most }, (_, at) => {
    const { k, v } = pattern[at % pattern.length] as { k: Rec['k'] | undefined; v: string }
    const isWhole = !isSparse && (k === undefined || k === null)
    return { i: `${name}-${at}`, ...(isWhole ? { k: 'c' } : k !== undefined && { k }), v }
  })
  if (!mayFail || fault === null) return { items, isCut: false }
  if (isCut) return { items: framing === 'root' ? [null] : [...items, null], isCut }
  const place = Math.floor((fault * items.length) / 10)
  items.splice(place, framing === 'root' ? 1 : 0, null)
  return { items: framing === 'root' ? [null] : items, isCut: false }
}

/** Every outlet a name of its own, unless two branches share one. */
function numbered(
  trunk: Step[],
  legs: Leg[],
  isShared: boolean,
): Pick<Combination, 'trunk' | 'legs'> {
  let count = 0
  const within = (steps: Step[]) =>
    steps.map((step): Step => {
      if (step.do !== 'tee') return step
      return { do: 'tee', outlet: { ...step.outlet, name: `tee${++count}` } }
    })
  const first = within(trunk)
  const outlets = legs.map(({ outlet }) => ({ ...outlet, name: `out${++count}` }))
  return {
    trunk: first,
    legs: legs.map(({ steps }, at) => {
      // both have the same fields
      const own = isShared ? steps.filter((step) => step.do !== 'select') : steps
      return { steps: within(own), outlet: outlets[isShared ? 0 : at] as Outlet }
    }),
  }
}
