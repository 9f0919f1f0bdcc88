// Provides random documents: few names and few values, so that the conditions of random plans often hold.

import fc from 'fast-check'

/** The records are the children of the root; elements of these names are also found inside them. */
export const RECORDS = ['bus', 'tram', 'a']
export const ELEMENTS = ['a', 'a', 'a', 'b', 'b', '__proto__']
export const ATTRIBUTES = ['id', 'b', '__proto__']
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

const LEAF = element(ELEMENTS, CONTENT, 2)
const BRANCH = element(ELEMENTS, fc.oneof(CONTENT, LEAF), 4)
const RECORD = element(RECORDS, fc.oneof(CONTENT, LEAF, LEAF, BRANCH), 5)

/** A well-formed document of up to twenty records. */
export const RANDOM_DOCUMENT: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 9, arbitrary: RECORD }, { weight: 1, arbitrary: CONTENT }), {
    maxLength: 20,
    size: 'large',
  })
  .map((parts) => `<r>${parts.join('')}</r>`)
