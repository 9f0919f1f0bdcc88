// Provides random documents with everything that records are made of: names with prefixes, declarations, mixed content.

import fc from 'fast-check'

const NAME = fc.constantFrom(
  ...['a', 'a', 'b', 'b', 'p:a', 'q:a', 'ü-1', '__proto__', 'constructor'],
  ...['ab', 'p:ab', 'eight-of', 'eight-of-them'], // some begin others
)

const CHARACTER = fc.constantFrom(
  ...[
    'x',
    'n',
    't',
    '\\',
    ' ',
    ' ',
    '\n',
    '\t',
    '\r',
    '\r\n',
    'ü',
    '€',
    '😀',
    '\u00a0',
    '\u2028',
    '\ufeff',
  ],
  ...['&amp;', '&lt;', '&gt;', '&quot;', '&apos;', '&#65;', '&#xfc;', '&#x1F600;'],
  ...['&#32;', '&#9;', '&#10;', '&#13;', '&#160;', ']', "'"],
)
const TEXTS = fc.array(CHARACTER, { maxLength: 6 }).map((characters) => characters.join(''))
const OTHERS = fc.constantFrom(
  ...['<!-- c -->', '<!---->', '<!-- <a> & -->', '<?p?>', '<?p <a> & ?>'],
  ...['<![CDATA[]]>', '<![CDATA[ <a> &amp; ]]>', '<![CDATA[]]]]>', '<![CDATA[\r\n€ ]]>'],
)

const ATTRIBUTE = fc.tuple(
  fc.constantFrom(
    'id',
    'i',
    'p:id',
    'q:id',
    'ä',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'text',
  ),
  TEXTS,
)
const ATTRIBUTES = fc
  .tuple(
    fc.uniqueArray(ATTRIBUTE, { selector: ([name]) => name, maxLength: 3 }),
    fc.constantFrom('', '', '', ' xmlns="u"', ' xmlns="v"', ' xmlns=""', ' xmlns:p="w"'),
  )
  .map(([list, namespace]) => {
    return namespace + list.map(([name, value]) => ` ${name}="${value}"`).join('')
  })

const { element: ELEMENTS } = fc.letrec<{ element: string }>((tie) => {
  const part = fc.oneof(TEXTS, OTHERS, tie('element'), tie('element'))
  const content = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''))
  const empty = fc.tuple(NAME, ATTRIBUTES).map(([name, list]) => `<${name}${list} />`)
  const full = fc.tuple(NAME, ATTRIBUTES, content).map(([name, list, content]) => {
    return `<${name}${list}>${content}</${name}>`
  })
  return { element: fc.oneof({ maxDepth: 4 }, empty, full) }
})

export const DOCUMENT: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '\n', '<?xml version="1.0"?>\r\n', '<!DOCTYPE a>', '<!-- c -->'),
    fc.constantFrom('a', 'b', 'p:a', '__proto__'),
    fc.array(fc.oneof(ELEMENTS, ELEMENTS, TEXTS, OTHERS), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(1, 1, 3),
    fc.constantFrom('', '\n', '<!-- c -->'),
  )
  .map(([before, root, content, times, after]) => {
    const inside = content.join('').repeat(times)
    return `${before}<${root} xmlns:p="u" xmlns:q='v'>${inside}</${root}>${after}`
  })

/** Lengths of the chunks in which a document is read, over and over. */
export const SIZES: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 1, max: 20 }), {
  minLength: 1,
  maxLength: 5,
})
