// Provides elements `<v>` whose text or attribute has something special at every place in texts that are longer than what
// the kernel reads at once (16, 57 and 64 bytes), each with the record that it was made to be.

import type { Dictionary, Value } from '../../src/record/record.ts'

export interface Made {
  markup: string
  record: Value
  /** What has to be declared for it. */
  declared: string
  /** Where in it the special text begins, and how long that is. */
  special: [at: number, length: number]
}

/** What is written, and what it means in each place; nothing where it must not stand. */
interface Special {
  written: string
  text?: string
  value?: string
  cdata?: string
}

export type Place = 'text' | 'value' | 'cdata'

const literal = (written: string): Special => {
  return { written, text: written, value: written, cdata: written }
}
const reference = (written: string, means: string): Special => {
  return { written, text: means, value: means, cdata: written }
}
const space = (written: string, means: string): Special => {
  return { written, text: means, value: means.replace(/./gs, ' '), cdata: means }
}

/** A document of elements in `<m>…<n>1</n></m>`, and where each of those begins. */
export function documentOf(rows: Made[]): { text: string; starts: number[] } {
  const texts = [`<!DOCTYPE r [${ENTITIES}${rows.map(({ declared }) => declared).join('')}]><r>`]
  const starts: number[] = []
  let at = Buffer.byteLength(texts[0] as string)
  for (const [n, { markup }] of rows.entries()) {
    const text = `<m>${markup}<n>${n}</n></m>`
    starts.push(at)
    at += Buffer.byteLength(text)
    texts.push(text)
  }
  return { text: `${texts.join('')}</r>`, starts }
}

const ENTITIES = `
  <!ENTITY short "s">
  <!ENTITY long 'a long "text" with \\ in it'>`

const SPECIALS: Special[] = [
  ...['"', "'", '\\', '>', ']', ']]', ']]x>', '/', '=', ' ', '\u007f', 'é', '€', '😀'].map(literal),
  reference('&amp;', '&'),
  reference('&lt;', '<'),
  reference('&gt;', '>'),
  reference('&quot;', '"'),
  reference('&apos;', "'"),
  reference('&#xA;', '\n'),
  reference('&#13;', '\r'),
  reference('&#233;', 'é'),
  reference('&#x1F600;', '😀'),
  reference('&short;', 's'),
  reference('&long;', 'a long "text" with \\ in it'),
  space('\t', '\t'),
  space('\n', '\n'),
  space('\r', '\n'),
  space('\r\n', '\n'),
  space('\r\n\r\r\n', '\n\n\n'),
  { written: ']]>', value: ']]>' },
  ...['" />', '" b="1"/>', "' />", '">'].map((value) => ({ written: value, value })),
  ...[']]</v>', ']].</v>', '<', '&', '</v>', '<v>', '&amp', '\\n', '\\u'].map((cdata) => ({
    written: cdata,
    cdata,
  })),
]

type Shape = [
  place: Place,
  written: (value: string, n: number) => string,
  record: (value: string, n: number) => Value,
  declared?: (value: string, n: number) => string,
]

/** The shapes that only the kernel knows. */
export const DECLARED = 'a value that is declared'

/** Where such a text may stand, and what may follow it. */
export const SHAPES: Record<string, Shape[]> = {
  'text in an element': [
    ['text', (v) => `<v>${v}</v>`, trimmed],
    ['text', (v) => `<v>${v}<!--c--></v\n>`, trimmed],
    ['text', (v) => `<v>${v}<?p d?></v>`, trimmed],
    ['text', (v) => `<v>${v}<![CDATA[z]]></v>`, (v) => trimmed(`${v}z`)],
    ['text', (v) => `<v>${v}&lt;</v>`, (v) => trimmed(`${v}<`)],
    ['text', (v) => `<v>&short;${v}</v>`, (v) => trimmed(`s${v}`)],
  ],
  'text beside elements': [
    ['text', (v) => `<v>${v}<i/></v>`, (v) => beside({ i: null }, v)],
    ['text', (v) => `<v><i>1</i>${v}</v>`, (v) => beside({ i: '1' }, v)],
    ['text', (v) => `<v> <i/>${v}<i/>.</v>`, (v) => beside({ i: [null, null] }, `${v}.`)],
    ['text', (v) => `<v><i><j>${v}</j></i></v>`, (v) => ({ i: { j: trimmed(v) } })],
    ['text', (v) => `<v b="1">${v}</v>`, (v) => beside({ '@b': '1' }, v)],
  ],
  'text in CDATA': [
    ['cdata', (v) => `<v><![CDATA[${v}]]></v>`, trimmed],
    ['cdata', (v) => `<v>.<![CDATA[${v}]]>.</v>`, (v) => `.${v}.`],
    ['cdata', (v) => `<v><i/><![CDATA[${v}]]><i/></v>`, (v) => beside({ i: [null, null] }, v)],
    ['cdata', (v) => `<v><![CDATA[]]><![CDATA[${v}]]]]><![CDATA[>]]></v>`, (v) => `${v}]]>`.trim()],
  ],
  'text of an entity': [
    ['text', (_, n) => `<v>&e${n};</v>`, trimmed, entity],
    ['text', (_, n) => `<v>.&e${n};.</v>`, (v) => `.${v}.`, entity],
    ['text', (_, n) => `<v><i/>&e${n};<i/></v>`, (v) => beside({ i: [null, null] }, v), entity],
    [
      'text',
      (_, n) => `<v b="1"><i>&e${n};</i></v>`,
      (v) => ({ '@b': '1', i: trimmed(v) }),
      entity,
    ],
  ],
  'a value with an entity': [
    ['value', (_, n) => `<v a="&e${n};"/>`, (v) => ({ '@a': spaced(v) }), entity],
    [
      'value',
      (_, n) => `<v a='.&e${n};.'>1</v>`,
      (v) => beside({ '@a': `.${spaced(v)}.` }, '1'),
      entity,
    ],
    [
      'value',
      (_, n) => `<v><i a="&e${n};&e${n};"/></v>`,
      (v) => ({ i: { '@a': spaced(v + v) } }),
      entity,
    ],
  ],
  [DECLARED]: [
    ['value', (_, n) => `<v><d${n}/></v>`, (v, n) => ({ [`d${n}`]: { '@a': v } }), declared],
    [
      'value',
      (_, n) => `<v>x<d${n}>1</d${n}></v>`,
      (v, n) => ({ [`d${n}`]: beside({ '@a': v }, '1'), '#text': 'x' }),
      declared,
    ],
  ],
  ...Object.fromEntries(
    ['"', "'"].map((quote): [string, Shape[]] => [
      `a value in ${quote}`,
      [
        ...[' b="2"/>', ' b="2">', "\n b = '2' />", '/>', '>', ' >'].map((after) =>
          valued('a', quote, after),
        ),
        valued('a-of-them', quote, '/>'), // begins as others do
      ],
    ]),
  ),
}

function valued(name: string, quote: string, after: string): Shape {
  const end = after.endsWith('/>') ? '' : '</v>'
  const other = after.includes('b') && { '@b': '2' }
  return [
    'value',
    (v) => `<v ${name}=${quote}${v}${quote}${after}${end}`,
    (v) => ({ [`@${name}`]: v, ...other }),
  ]
}

const LONGEST = 200
const OFTEN = 68 // around what is read at once

/** Elements of these shapes with texts of any length before and after each special one: one in so many of all. */
export function made(shapes: Shape[], oneIn = 1): Made[] {
  const all: Made[] = []
  let turn = 0
  const add = (special: Special, before: number, after: number) => {
    const [place, written, record, declared] = shapes[turn++ % shapes.length] as Shape
    const means = special[place]
    if (means === undefined || turn % oneIn) return
    // after a backslash these letters would be white space
    const [x, y] = ['n'.repeat(before), 't'.repeat(after)]
    const text = x + special.written + y
    const markup = written(text, turn)
    // <v a="▮ would end with it
    const quote = /=(.)▮/.exec(written('▮', turn))?.[1] ?? '<'
    if (place === 'value' && special.written.includes(quote)) return
    all.push({
      markup,
      record: record(x + means + y, turn),
      declared: declared?.(text, turn) ?? '',
      special: [Math.max(markup.indexOf(text), 0) + before, Buffer.byteLength(special.written)],
    })
  }
  for (const special of SPECIALS) {
    for (let before = 0; before <= LONGEST; before++) {
      add(special, before, (turn * 89) % (LONGEST + 1))
      if (before < OFTEN) add(special, before, (turn * 31) % OFTEN)
    }
  }
  return all
}

/** A value in quotes that are not in it. */
function quoted(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`
}

function entity(text: string, n: number): string {
  return `<!ENTITY e${n} ${quoted(text)}>`
}

function declared(text: string, n: number): string {
  return `<!ATTLIST d${n} a CDATA ${quoted(text)}>`
}

/** What an entity brings into a value: its white space is not written there. */
function spaced(text: string): string {
  return text.replace(/[\t\r\n]/g, ' ')
}

function beside(fields: Dictionary, text: string): Dictionary {
  const inside = trimmed(text)
  return inside === null ? fields : { ...fields, '#text': inside }
}

/** A text as a record has it. */
function trimmed(text: string): string | null {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') || null
}
