// Provides elements `<v>` whose text or attribute has something special at every place around what the kernel reads
// at once (16 and 57 bytes), each with the record that it was made to be.

import type { Dictionary, Value } from '../../src/record/record.ts'

export interface Made {
  markup: string
  record: Value
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

/** The entities that are referred to. */
export const SUBSET = `<!DOCTYPE r [
  <!ENTITY short "s">
  <!ENTITY long 'a long "text" with \\ in it'>
]>`

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

type Shape = [place: Place, written: (value: string) => string, record: (value: string) => Value]

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
  ...Object.fromEntries(
    ['"', "'"].map((quote): [string, Shape[]] => [
      `a value in ${quote}`,
      [
        ...[' b="2"/>', ' b="2">', "\n b = '2' />", '/>', '>', ' >'].map((behind) =>
          valued('a', quote, behind),
        ),
        valued('a-of-them', quote, '/>'), // begins as others do
      ],
    ]),
  ),
}

function valued(name: string, quote: string, behind: string): Shape {
  const end = behind.endsWith('/>') ? '' : '</v>'
  const other = behind.includes('b') && { '@b': '2' }
  return [
    'value',
    (v) => `<v ${name}=${quote}${v}${quote}${behind}${end}`,
    (v) => ({ [`@${name}`]: v, ...other }),
  ]
}

/** Elements of these shapes with texts of up to 67 bytes before and behind each special one: one in so many of all. */
export function made(shapes: Shape[], oneIn: number): Made[] {
  const all: Made[] = []
  let turn = 0
  for (const special of SPECIALS) {
    for (let before = 0; before < 68; before++) {
      for (let behind = turn % oneIn; behind < 68; behind += oneIn) {
        const [place, markup, record] = shapes[turn++ % shapes.length] as Shape
        const means = special[place]
        if (means === undefined) continue
        const [x, y] = ['x'.repeat(before), 'y'.repeat(behind)]
        // <v a="▮ would end with it
        const quote = /=(.)▮/.exec(markup('▮'))?.[1] ?? '<'
        const isEnd = place === 'value' && special.written.includes(quote)
        if (isEnd) continue
        all.push({ markup: markup(x + special.written + y), record: record(x + means + y) })
      }
    }
  }
  return all
}

function beside(fields: Dictionary, text: string): Dictionary {
  const inside = trimmed(text)
  return inside === null ? fields : { ...fields, '#text': inside }
}

/** A text as a record has it. */
function trimmed(text: string): string | null {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') || null
}
