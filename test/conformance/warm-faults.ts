// Provides documents that are not well-formed: a row with a fault in it, behind good rows of the same names, so that
// whatever the kernel has for what it has met before is in use when the fault comes.

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
]
const IN_TEXT = [
  ...['&closes;', '&opens;', '&turns;', '&own;', '&wrong;', '&cut;', '&whole;]]>', '<a>&closes;'],
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

const PLACES: [rows: string[], faults: string[]][] = [
  [ROWS, IN_TEXT],
  [ROWS_WITH_VALUES, IN_VALUES],
  [ROWS_WITH_TAGS, IN_TAGS],
  [ROWS_WITH_ENDS, IN_ENDS],
]

const SUBSET =
  '<!ENTITY closes "</a>"><!ENTITY opens "<a>"><!ENTITY turns "</a><a>"><!ENTITY whole "<a>1</a>">' +
  '<!ENTITY own "&own;"><!ENTITY wrong "<a>1]]]]></a>"><!ENTITY cut "<a">'
const START = `<!DOCTYPE r [${SUBSET}]><r xmlns:p="u" xmlns:r="u">`
const END = '<m><n>9</n></m></r>'

export interface WarmFault {
  /** The row with its fault; before it, how many bytes differ from the cold document. */
  cold: string
  warm: string
  warmth: number
}

/** Every fault in every row, with so much text before it. */
export function* warmFaults(lengths: number[]): Generator<WarmFault> {
  let turn = 0
  for (const [rows, faults] of PLACES) {
    for (const row of rows) {
      for (const fault of faults) {
        const isText = rows === ROWS || rows === ROWS_WITH_VALUES
        const text = isText ? 'x'.repeat(lengths[turn++ % lengths.length] ?? 0) : ''
        const bad = row.replace('▮', text + fault)
        const good = row.replace('▮', text)
        // the same names come in every order before
        const all = good.repeat(3) + rows.map((other) => other.replace('▮', '')).join('') + good
        yield {
          cold: START + bad + END,
          warm: START + all + bad + END,
          warmth: Buffer.byteLength(all),
        }
      }
    }
  }
}
