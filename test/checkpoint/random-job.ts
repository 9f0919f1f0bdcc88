// Provides random jobs: documents full of traps, and plans of all that can be gone on with.

import fc from 'fast-check'
import { whyNotKept } from '../../src/checkpoint/kept-stages.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'
import { RANDOM_DOCUMENT } from '../plan/random-document.ts'
import { CLASHING_PLAN } from '../plan/random-plan.ts'

const PROLOG = '<!DOCTYPE a [<!ENTITY e "<bus id=\'1\'><a>7</a></bus>"> <!ENTITY t "x">]>'

const BETWEEN = fc.constantFrom(
  '',
  '\n ',
  '<!-- <bus id="1"> -->',
  '<![CDATA[<bus>]]>',
  '<?p <bus ?>',
  "<x y='>'/>",
  '&e;',
  '&unknown;',
  'text <x>\r</x>\r\n',
  '<bus id="2"><a>é</a></bus>',
)
const BROKEN = fc
  .constantFrom('<bus><a></bus>', '<bus a=b>1</bus>', '<bus>&#0;</bus>', '<bus><')
  .map((text) => `<!--broken-->${text}<!--mended-->`)
const GROUP = fc.constantFrom(['', ''], ['<g n="1">', '</g>'], ['<g xmlns:p="u">', '</g>'])
const ITEM = fc.oneof(
  { weight: 12, arbitrary: RANDOM_DOCUMENT.map((text) => text.slice(text.search(/<[a-z_]/i))) },
  { weight: 1, arbitrary: BROKEN },
)

const DOCUMENT = fc
  .array(fc.tuple(GROUP, fc.array(fc.tuple(BETWEEN, ITEM), { maxLength: 5 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((groups) => {
    const body = groups.map(([[start, end], items]) => `${start}${items.flat().join('')}${end}`)
    return `${PROLOG}<all>${body.join('\n')}</all>`
  })

export const DOCUMENTS: fc.Arbitrary<string[]> = fc.array(DOCUMENT, { minLength: 1, maxLength: 3 })

/** The same document without faults. */
export function mended(document: string): string {
  return document.replace(/<!--broken-->.*?<!--mended-->/g, '')
}

const FILES = [
  'a.jsonl',
  'b.jsonl.gz',
  'c.csv',
  'd.csv.gz',
  'e.tsv',
  'f.json',
  'g.txt',
  'h.sqlite',
  'i.json.zst',
  'j/{a}.jsonl',
  'k/{#text}-{@id}.csv',
]
const NAMES = fc.uniqueArray(fc.constantFrom(...FILES), { minLength: 1, maxLength: 3 })
const RECORD = fc.constantFrom('bus', 'bus|tram', '/all/*', '//a', '*/bus', 'g/*', '//all/g|tram')
const ON_ERROR = fc.constantFrom<NonNullable<Plan['onError']>>('stop', 'skip', {
  quarantine: 'bad.jsonl',
})

/** Names of files are relative. */
export const JOB: fc.Arbitrary<Plan> = fc
  .tuple(CLASHING_PLAN, fc.array(NAMES, { minLength: 4, maxLength: 4 }), RECORD, ON_ERROR)
  .map(([plan, names, record, onError]) => {
    const { withSource: _, engine: __, ...rest } = plan
    return { ...rest, record, onError, pipeline: kept(plan.pipeline, names) }
  })

let branch = 0

/** Without the stages that cannot be gone on with; each branch writes to files of its own. */
function kept({ stages, branches = [] }: Pipeline, [names = [], ...rest]: string[][]): Pipeline {
  const own = `${branch++ % 100}`
  return {
    stages: stages
      .filter((stage) => whyNotKept(stage) === undefined)
      .map((stage) => (stage.stage === 'tee' ? { ...stage, argument: `${own}-tee.jsonl` } : stage)),
    to: names.map((name) => `${own}-${name}`),
    ...(branches.length > 0 && { branches: branches.map((each) => kept(each, rest)) }),
  }
}
