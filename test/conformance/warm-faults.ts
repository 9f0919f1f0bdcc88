// Provides documents that are not well-formed: a row with a fault in it, after good rows of the same names, so that
// whatever the kernel has for what it has met before is in use when the fault comes.

import type { Limits } from '../../src/engine/limits.ts'

/** Rows as they should be; a fault is put in place of a mark. */
const ROWS = [
  '<m><a>1▮</a><b>2</b></m>',
  '<m><a>1</a><b>▮</b><n>3</n></m>',
  '<m><a><b>▮x</b></a><n>1</n></m>',
  '<m><a><b>1</b>▮<b>2</b></a></m>',
  '<m><a>1</a>▮<a>2</a></m>',
  '<m>▮<a>1</a>text</m>',
  '<m>x<a/>y▮</m>',
  '<m b="1">▮</m>',
  '<m><a b="1">x▮</a><n>1</n></m>',
  '<m><a b="1"/><a b="2"/>▮</m>',
  '<m><a><![CDATA[1]]>▮</a><n>1</n></m>',
  '<m><element-of-a-long-name>1▮</element-of-a-long-name></m>',
  '<m><p:a>1▮</p:a><n>2</n></m>',
  '<m><q:a xmlns:q="v"><q:b>1</q:b></q:a><n>▮</n></m>',
  '<m><n><a>&whole;</a></n><a>▮</a></m>',
  '<m><d><d:e>1</d:e></d><n>▮</n></m>',
  '<m><d/><d>x<d:e/></d>▮</m>',
]
const IN_TEXT = [
  ...['&closes;', '&opens;', '&turns;', '&own;', '&wrong;', '&cut;', '&whole;]]>', '<a>&closes;'],
  ...['&late;', '<a>&late;', '<a>&later;', '<n>1</n>&late;', '<d:e/>', '<d:e>1</d:e>'],
  ...['&/a>', '&a>1</a>', '<a:b:c>1</a:b:c>'],
  ...['<q:b/>', '<q:b>1</q:b>'],
  ...[
    ']]>',
    'x]]>',
    ']]]>',
    '<',
    '< a>',
    '<1/>',
    '<>',
    '&',
    '& ',
    '&a',
    '&a b;',
    '&#0;',
    '&#x;',
    '&#xD800;',
  ],
  ...[
    '&none;',
    '</',
    '</>',
    '</z>',
    '</aa>',
    '</m >',
    '</a',
    '<a>',
    '<a',
    '<a/ >',
    '<a b=1/>',
    '<a b/>',
  ],
  ...[
    '<a b="1" b="2"/>',
    '<a b="1"c="2"/>',
    '<a b="<"/>',
    '<a b="&"/>',
    '<q:a/>',
    '<a q:b=""/>',
    '<a:b:c/>',
  ],
  ...[
    '<!-- -- -->',
    '<!-->',
    '<!x>',
    '<!DOCTYPE a>',
    '<?xml version="1.0"?>',
    '<? p?>',
    '<?p',
    '<![CDATA[',
    '<!--',
  ],
  ...['\u0001', '\u001f', '\ufffe', '\uffff', '\0'],
]

const ROWS_WITH_VALUES = [
  '<m b="▮" c="2"/>',
  "<m c='1' b='▮'/>",
  '<m b="▮">1</m>',
  '<m><a b="1" c="▮"/><a b="2" c="3"/></m>',
  "<m><a b='▮'>1</a><n>1</n></m>",
  '<m><n>1</n><a b="1"/><a b="▮" c="1"/></m>',
  '<m attribute-of-a-long-name="▮"/>',
  '<m><a p:b="▮"/></m>',
]
const IN_VALUES = [
  '<',
  '&',
  '& ',
  '&a',
  '&a b;',
  '&#0;',
  '&#x;',
  '&none;',
  '&#xD800;',
  '\u0001',
  '\uffff',
  '\0',
]

/** What stands where a tag should end. */
const ROWS_WITH_TAGS = [
  '<m><a▮>1</a><n>2</n></m>',
  '<m><a▮/><n>2</n></m>',
  '<m><a b="1"▮>1</a></m>',
  '<m><a b="1"▮/></m>',
  '<m b="1" c="2"▮/>',
  '<m b="1"▮>x</m>',
  '<m▮ c="2"/>',
  '<m><a▮ c="2"/></m>',
]
const IN_TAGS = [
  ...[
    ' b',
    ' b=',
    ' b=1',
    ' b="1" b="2"',
    ' d="1"e="2"',
    ' "1"',
    ' ="1"',
    ' d="1',
    '<',
    ' <',
    '&',
    '/',
    ' /',
    '" ',
  ],
  ...[
    ' b="& c="2"',
    ' b="&none; c="2"',
    ' b="< c="2"',
    ' b="\r c="2"',
    ' q:b="1"',
    ' d:="1"',
    ' xmlns:q=""',
    ' xmlns:xml="u"',
    ' p:e="1" r:e="2"',
    '\u0001',
    '\0',
    ' 1="1"',
  ],
]
const ROWS_WITH_ENDS = [
  '<m><a>1</a▮><n>2</n></m>',
  '<m><a><b>1</b▮></a></m>',
  '<m><a><b>1</b></a▮></m>',
  '<m><a b="1">1</a▮></m>',
  '<m><n>1</n></m▮>',
  '<m><element-of-a-long-name>1</element-of-a-long-name▮></m>',
  '<m><eight-of>1</eight-of▮><fifteen-of-them>1</fifteen-of-them></m>',
  '<m><fifteen-of-them>1</fifteen-of-them▮></m>',
  '<m><sixteen-of-them->1</sixteen-of-them-▮></m>',
]
const IN_ENDS = ['a', '-', ':', '.a', '/', ' /', ' b="1"', '<', ' <', '&', '"', '\u0001', '\0']

/** What declares a prefix, and then does not. */
const ROWS_WITH_SCOPES = [
  '<m▮><q:b>1</q:b><n>1</n></m>',
  '<m▮><a>1</a><q:b>1</q:b></m>',
  '<m▮><n><q:b>1</q:b></n><n>1</n></m>',
  '<m▮><a><q:b><a/></q:b></a></m>',
  '<m▮><a>1</a><q:b b="1"/></m>',
  '<m▮><a q:b="1"/></m>',
  '<m><n▮><q:b>1</q:b></n><n>1</n></m>',
  '<m▮>x<q:b>1</q:b>y</m>',
]
const IN_SCOPES = ['', ' xmlns:s="v"', ' b="xmlns:q"']

/** Elements that are as deep as they may be. */
const ROWS_DEEP = [
  '<m><a>▮</a></m>',
  '<m><a>1▮</a><a>2</a></m>',
  '<m><n>1</n><a b="1">▮</a></m>',
  '<m><a>1</a><n>▮</n></m>',
  '<m>x<a>y▮</a></m>',
]
const IN_DEEP = ['<a/>', '<a>1</a>', '<m/>', '<m>1</m>', '<a b="1"/>', '<m b="1" c="2"/>', '1<n/>']

/** Tags that are almost as long as they may be. */
const ROWS_SHORT = [
  '<m><x/><n>▮</n></m>',
  '<m><x/>▮<n>1</n></m>',
  '<m>x<x/>▮</m>',
  '<m><a><x/>▮</a></m>',
  '<m><n>1</n><x/><n>1</n>▮</m>',
]
const IN_SHORT = ['<a-declared-name>1</a-declared-name>', '<a-declared-name/>', '<a b="12345678"/>']

interface Place {
  rows: string[]
  faults: string[]
  /** What stands there in good rows. */
  good?: string
  /** Whether text may stand before the fault. */
  isText?: boolean
  limits?: Partial<Limits>
}

const PLACES: Place[] = [
  { rows: ROWS, faults: IN_TEXT, isText: true },
  { rows: ROWS_WITH_VALUES, faults: IN_VALUES, isText: true },
  { rows: ROWS_WITH_TAGS, faults: IN_TAGS },
  { rows: ROWS_WITH_ENDS, faults: IN_ENDS },
  { rows: ROWS_WITH_SCOPES, faults: IN_SCOPES, good: ' xmlns:q="v"' },
  { rows: ROWS_DEEP, faults: IN_DEEP, limits: { depth: 3 } },
  { rows: ROWS_SHORT, faults: IN_SHORT, limits: { tag: 16 } },
]

const SUBSET =
  '<!ENTITY closes "</a>"><!ENTITY opens "<a>"><!ENTITY turns "</a><a>"><!ENTITY whole "<a>1</a>">' +
  '<!ENTITY own "&own;"><!ENTITY wrong "<a>1]]]]></a>"><!ENTITY cut "<a">' +
  '<!ENTITY late "<b>1</b></a>"><!ENTITY later "x<b>1</b>y</a>">' +
  '<!ATTLIST d xmlns:d CDATA "w"><!ATTLIST x a-declared-name CDATA "1">'
const START = `<!DOCTYPE r [${SUBSET}]><r `
const PREFIXES = 'xmlns:p="u" xmlns:r="u"'
const END = '<m><n>9</n></m></r>'

export interface WarmFault {
  /** The row with its fault; before it, how many bytes differ from the cold document. */
  cold: string
  warm: string
  warmth: number
  /** What the fault is beyond, if it is that. */
  limits: Partial<Limits>
}

/** Every fault in every row, with so much text before it. */
export function* warmFaults(lengths: number[]): Generator<WarmFault> {
  let turn = 0
  for (const { rows, faults, good = '', isText = false, limits = {} } of PLACES) {
    const start = `${START}${limits.tag === undefined ? PREFIXES : ''}>`
    for (const row of rows) {
      for (const fault of faults) {
        const text = isText ? 'x'.repeat(lengths[turn++ % lengths.length] ?? 0) : ''
        const bad = row.replace('▮', text + fault)
        const usual = row.replace('▮', text + good)
        // the same names come in every order before
        const others = rows.map((other) => other.replace('▮', good)).join('')
        const all = usual.repeat(3) + others + usual
        yield {
          cold: start + bad + END,
          warm: start + all + bad + END,
          warmth: Buffer.byteLength(all),
          limits,
        }
      }
    }
  }
}
