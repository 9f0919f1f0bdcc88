// Provides random documents that become much more than they are: attributes by declaration, entities that grow, names that
// are longer than all else, text beside children, bytes that are escaped.

import fc from 'fast-check'

const LONG = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 20 }) },
  { weight: 1, arbitrary: fc.integer({ min: 20, max: 600 }) },
)

const NAMES = [
  'a',
  'b',
  'c',
  'a-b',
  'n'.repeat(15),
  'o'.repeat(16),
  'p'.repeat(17),
  'q'.repeat(300),
]
const NAME = fc.constantFrom(...NAMES)

/** Text of a length in which little or nothing stays as it is. */
const TEXT = fc
  .tuple(LONG, fc.constantFrom('x', '\\', '\\x', '\n', '\t x', 'é', '😀', 'x ', 'x]', "'"))
  .map(([length, piece]) => piece.repeat(length))

/** Values may refer to those of text only. */
const TEXTS = ['e', 'h'.repeat(40)]
const MARKUPS = ['f', 'g']
const ENTITIES = [...TEXTS, ...MARKUPS]

const ENTITY = fc.oneof(
  fc.tuple(fc.constantFrom(...TEXTS), TEXT),
  fc.tuple(
    fc.constantFrom(...MARKUPS),
    fc.oneof(
      fc.tuple(TEXT, NAME).map(([text, name]) => `${text}<${name}>${text}</${name}>`),
      fc.nat({ max: 60 }).map((times) => '<b/>'.repeat(times)),
      TEXT.map((text) => `<b/>${text}`), // of which the end may look like that of CDATA
      fc.nat({ max: 60 }).map((times) => 'y<!-- -->'.repeat(times)),
    ),
  ),
)

const DEFAULTS = fc.tuple(
  NAME,
  fc.uniqueArray(
    fc.tuple(
      NAME,
      fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.nat({ max: 30 }).map(String)),
      fc.constantFrom('CDATA', 'CDATA', 'NMTOKENS'),
      TEXT,
    ),
    { selector: ([name, number]) => name + number, maxLength: 30 },
  ),
)

/** `<!DOCTYPE r […]>`, which declares all entities that documents refer to. */
const SUBSET = fc
  .tuple(
    fc.array(ENTITY, { maxLength: 4 }),
    fc.array(DEFAULTS, { maxLength: 3 }),
    fc.array(NAME, { maxLength: 3 }),
  )
  .map(([entities, elements, instructions]) => {
    const texts = new Map([...ENTITIES.map((name): [string, string] => [name, 'z']), ...entities])
    const declared = [...texts].map(([name, text]) => `<!ENTITY ${name} "${text}">`)
    const given = elements.map(([element, attributes]) => {
      const list = attributes.map(([name, number, type, value]) => {
        return ` ${name}${number} ${type} "${type === 'CDATA' ? value : 'x  y '}"`
      })
      return `<!ATTLIST ${element}${list.join('')}>`
    })
    const written = instructions.map((name) => `<?${name} ${name}?>`)
    return `<!DOCTYPE r [${[...declared, ...given, ...written].join('')}]>`
  })

const CHARACTERS = ['&lt;', '&#10;', '&#x1F68C;']
const reference = (names: string[]) =>
  fc.constantFrom(...CHARACTERS, ...names.map((name) => `&${name};`))

const CONTENT = fc.oneof(
  { weight: 4, arbitrary: TEXT },
  { weight: 3, arbitrary: reference(ENTITIES) },
  { weight: 1, arbitrary: TEXT.map((text) => `<![CDATA[${text}]]>`) },
  { weight: 1, arbitrary: fc.constantFrom('<!---->', '<?b c?>', '<![CDATA[]]>', '\r\n') },
)

const VALUE = fc
  .array(fc.oneof({ weight: 3, arbitrary: TEXT }, { weight: 1, arbitrary: reference(TEXTS) }), {
    maxLength: 3,
  })
  .map((parts) => parts.join(''))

const START = fc
  .tuple(NAME, fc.uniqueArray(fc.tuple(NAME, VALUE), { selector: ([name]) => name, maxLength: 4 }))
  .map(([name, attributes]) => ({
    name,
    tag: name + attributes.map(([attribute, value]) => ` ${attribute}="${value}"`).join(''),
  }))

const ELEMENT = fc.letrec<{ element: string; content: string }>((tie) => ({
  content: fc.oneof(
    { maxDepth: 3 },
    { weight: 2, arbitrary: CONTENT },
    { weight: 3, arbitrary: tie('element') },
  ),
  element: fc
    .tuple(START, fc.array(tie('content'), { maxLength: 4 }), fc.integer({ min: 1, max: 2 }))
    .map(([{ name, tag }, parts, times]) =>
      (parts.length === 0 ? `<${tag}/>` : `<${tag}>${parts.join('')}</${name}>`).repeat(times),
    ),
})).element

/** A well-formed document; the children of its root are often alike. */
export const HOSTILE: fc.Arbitrary<string> = fc
  .tuple(fc.option(SUBSET), fc.array(ELEMENT, { maxLength: 6 }), fc.integer({ min: 1, max: 3 }))
  .map(([subset, elements, times]) => {
    const declared =
      subset ?? `<!DOCTYPE r [${ENTITIES.map((name) => `<!ENTITY ${name} "">`).join('')}]>`
    return `${declared}<r>${elements.join('').repeat(times)}</r>`
  })
