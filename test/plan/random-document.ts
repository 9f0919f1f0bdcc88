// Provides random documents: few names and few values, so that the conditions of random plans often hold.

import fc from 'fast-check'

/** The records are the children of the root; elements of these names are also found inside them. */
export const RECORDS = ['bus', 'tram', 'a']
export const ELEMENTS = [
  ...['a', 'a', 'a', 'a', 'b', 'b', '__proto__'],
  ...['ab', 'eight-of', 'eight-of-them', 'sixteen-of-them-', 'sixteen-of-them-and-more'], // some begin others
]
export const ATTRIBUTES = ['id', 'id', 'b', 'b', '__proto__', 'i', 'idx', 'eight-of', 'nine-of-it']
export const TEXTS = ['7', '7', '007', '7.0', '-2.5', '1e1', 'x', 'North Bound', 'é🚌', '"\\']

/** What stands between elements. */
const CONTENT = fc.constantFrom(
  ...TEXTS,
  ...['', ' ', '\n\t', ' 7 ', '&amp;', '&#55;', '&#x1F68C;', '\u00a0', '\u2028', '\r\n', '\u007f'],
  ...['<![CDATA[10]]>', '<![CDATA[<a>]]>', '<![CDATA[]]>', '<!-- <a> -->', '<?p <a>?>'],
)

const VALUE = fc.constantFrom(...TEXTS.filter((text) => !text.includes('"')), '', '&quot;', ' 7 ')

const ATTRIBUTE_LIST = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...ATTRIBUTES), VALUE), {
    selector: ([name]) => name,
    maxLength: 2,
  })
  .map((attributes) => attributes.map(([name, value]) => ` ${name}="${value}"`).join(''))

function element(
  names: string[],
  content: fc.Arbitrary<string>,
  maxLength: number,
): fc.Arbitrary<string> {
  const children = fc.array(content, { maxLength }).map((parts) => parts.join(''))
  return fc
    .tuple(fc.constantFrom(...names), ATTRIBUTE_LIST, children)
    .map(([name, attributes, inside]) =>
      inside === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inside}</${name}>`,
    )
}

/** Elements of nothing but attributes, of some length: in the same order from row to row, and not always all of them. */
const ROW_NAMES = [
  ...['id', 'b', '__proto__', 'nine-of-it', 'thirteen-of-i', 'fourteen-of-it'],
  ...[29, 30, 45, 46].map((length) => 'long'.padEnd(length, '-')),
]
const ROW_VALUE = fc.oneof(
  VALUE,
  fc.constantFrom('&lt;&amp;&apos;', '&#xA;x', "'>", 'x'.repeat(57), `${'é'.repeat(40)}&gt;`),
)
const row = (names: string[]) =>
  fc
    .tuple(
      fc.constantFrom(...names),
      fc
        .subarray(ROW_NAMES, { minLength: 1 })
        .chain((written) =>
          fc.tuple(...written.map((name) => ROW_VALUE.map((value) => ` ${name}="${value}"`))),
        ),
      fc.constantFrom('', '', ' '),
    )
    .map(([name, attributes, space]) => `<${name}${attributes.join('')}${space}/>`)

const LEAF = element(ELEMENTS, CONTENT, 2)
const BRANCH = element(ELEMENTS, fc.oneof(CONTENT, LEAF, row(['a', 'a', 'bus', 'b'])), 4)
const RECORD = fc.oneof(
  { weight: 3, arbitrary: element(RECORDS, fc.oneof(CONTENT, LEAF, LEAF, BRANCH), 5) },
  { weight: 1, arbitrary: row(RECORDS) },
)

/** A document type declaration with attributes that are declared, which the engine `sax` does not know of. */
export const SUBSET: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...ELEMENTS, ...RECORDS),
      fc.constantFrom(...ATTRIBUTES, 'declared', 'xmlns'),
      fc.constantFrom(
        'CDATA "7"',
        'NMTOKEN "7"',
        'CDATA #IMPLIED',
        'NMTOKENS #IMPLIED',
        'CDATA "&quot; x"',
      ),
    ),
    { maxLength: 3 },
  )
  .map((all) => `<!DOCTYPE r [${all.map((words) => `<!ATTLIST ${words.join(' ')}>`).join('')}]>`)

/** A well-formed document of up to twenty records: all different, or the first few again and again. */
export const RANDOM_DOCUMENT: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.oneof({ weight: 9, arbitrary: RECORD }, { weight: 1, arbitrary: CONTENT }), {
      maxLength: 20,
      size: 'large',
    }),
    fc.constantFrom(20, 20, 1, 2, 3),
  )
  .map(([parts, few]) => `<r>${parts.map((_, i) => parts[i % few]).join('')}</r>`)
