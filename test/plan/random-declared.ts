// Provides random documents that declare things: internal subsets with defaults and entities, namespaces, instructions
// and comments around the root, roots that are records; one by one, or many in a row.

import fc from 'fast-check'

export interface Grown {
  documents: string[]
  /** Whether entities with markup in them or declared attributes are in it, of which the engine sax knows nothing. */
  isBeyondSax: boolean
  fragments: boolean
}

const DECLARATIONS = [
  '<!ATTLIST b t CDATA "tt">',
  '<!ATTLIST a k CDATA "1">',
  '<!ATTLIST a xmlns:p CDATA "urn:p">',
  '<!ATTLIST b t NMTOKENS #IMPLIED>',
  '<!ATTLIST a u CDATA "&e;">',
  '<!ELEMENT b ANY>',
  '<?q in the subset?>',
  '<!-- ]> -->',
]
const ENTITY = '<!ENTITY e "xy">'
const MARKUP = '<!ENTITY m "<b>1</b>&e;">'

const SPACE = fc.constantFrom('', '\n', ' <!-- <a k="1"> -->', '<?p <a?>', '\r\n')
const CONTENT = fc.constantFrom(
  ...['x', '1', ' ', '\n', '&#49;', '&lt;', '<![CDATA[<a>]]>', '<!-- <a/> -->', '<?p?>'],
  ...['<b>1</b>', '<b>x</b>', '<b t=" y  z "/>', '<b t="&#10;">1</b>', '<d><b>1</b></d>'],
  ...['<p:c xmlns:p="urn:other">1</p:c>', '<b xmlns="urn:d"><d/></b>', '<a k="1"/>', '<a>x</a>'],
)
const ENTITIES = fc.constantFrom('&e;', '<b>&e;</b>', '<b t="&e;&#9;"/>', '<a k="&e;">&e;</a>')
const WITH_MARKUP = fc.constantFrom('&m;', '<a>&m;</a>', '<b>&m;</b>')

const ATTRIBUTE = fc.constantFrom(
  '',
  ' k="1"',
  " k='x'",
  ' xmlns="urn:d"',
  ' xmlns:p="urn:p" p:k="1"',
)

interface Part {
  text: string
  isBeyondSax: boolean
}

const DOCUMENT: fc.Arbitrary<Part> = fc
  .record({
    hasSubset: fc.boolean(),
    isMarkup: fc.integer({ max: 3, min: 0 }).map((n) => n === 0),
    declarations: fc.subarray(DECLARATIONS),
    name: fc.constantFrom('a', 'a', 'r'),
    attribute: ATTRIBUTE,
    spaces: fc.tuple(SPACE, SPACE, SPACE),
    content: fc.array(CONTENT, { maxLength: 8 }),
    entities: fc.array(ENTITIES, { maxLength: 3 }),
    markup: fc.array(WITH_MARKUP, { maxLength: 2 }),
  })
  .map(
    ({ hasSubset, isMarkup, declarations, name, attribute, spaces, content, entities, markup }) => {
      const hasMarkup = hasSubset && isMarkup
      const entity = hasSubset ? ENTITY + (hasMarkup ? MARKUP : '') : ''
      const subset = hasSubset ? `<!DOCTYPE ${name} [${entity}${declarations.join('')}]>` : ''
      const inside = [...content, ...(hasSubset ? entities : []), ...(hasMarkup ? markup : [])]
      // not all entities at the end
      const turned = inside.map((_, i) => inside[(i * 5 + 3) % inside.length])
      const all = inside.length % 5 === 0 ? inside : turned
      const root =
        all.length === 0
          ? `<${name}${attribute}/>`
          : `<${name}${attribute}>${all.join('')}</${name}>`
      const isBeyondSax = hasMarkup || subset.includes('<!ATTLIST')
      return { text: `${spaces[0]}${subset}${spaces[1]}${root}${spaces[2]}`, isBeyondSax }
    },
  )

/** One document, or two inputs. */
export const RANDOM_DECLARED: fc.Arbitrary<Grown> = fc
  .array(DOCUMENT, { minLength: 1, maxLength: 2 })
  .map((parts) => ({
    documents: parts.map(({ text }) => text),
    isBeyondSax: parts.some((part) => part.isBeyondSax),
    fragments: false,
  }))

const FRAGMENT = fc.oneof(
  { weight: 3, arbitrary: DOCUMENT.map(({ text }) => text) },
  { weight: 1, arbitrary: DOCUMENT.map(({ text }) => `<?xml version="1.0"?>${text.trimStart()}`) },
)

/** Documents in a row, as one input. */
export const RANDOM_ROW: fc.Arbitrary<Grown> = fc
  .array(FRAGMENT, { minLength: 1, maxLength: 5 })
  .map((parts) => ({ documents: [parts.join('')], isBeyondSax: true, fragments: true }))
