// A row of documents is read as each of them is by itself.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { records } from '../../src/reading/records.ts'
import { ENGINES, everyCut, type Options, read } from './every-cut.ts'

const kernel = ENGINES.kernel as (typeof ENGINES)[string]
const row = (document: string | Uint8Array, options: Options = {}) =>
  everyCut(kernel, document, { fragments: true, ...options })

const DECLARED = '<?xml version="1.0" encoding="utf-8"?>'
const ENTITY = '<!DOCTYPE a [<!ENTITY e "one"><!ATTLIST a x CDATA "d" xmlns:p CDATA "u">]>'
const DOCUMENTS = [
  '<a/>',
  '<b>1</b>',
  '<p:a xmlns:p="u"><p:b/></p:a>',
  '<a xmlns="v"><b/></a>',
  `${DECLARED}<a/>`,
  `${DECLARED}\n${ENTITY}<a>&e;<b y="&e;"/></a>`,
  `${ENTITY}<a>&e;</a>`,
  '<!DOCTYPE a [<!ENTITY e "<b>two</b>">]><a>&e;&#x41;</a>',
  '<!DOCTYPE a [<?told in it?>]><?p a?><a/><!-- c --><?q b?>',
  `<?xml version="1.0" standalone="yes"?><!DOCTYPE a SYSTEM "a.dtd" []><a/>`,
  '<!DOCTYPE a SYSTEM "a.dtd" []><a>&other;</a>',
  '\ufeff<a>é</a>',
]

test('each document of a row is read as by itself', () => {
  const law = (documents: string[], space: string) => {
    const { events, error } = row(documents.join(space))
    expect(error).toBeUndefined()
    const alone = documents.flatMap((document) => read(kernel, [Buffer.from(document)]).events)
    expect(events).toEqual(alone)
  }
  const documents = fc.array(fc.constantFrom(...DOCUMENTS), { maxLength: 5 })
  const space = fc.constantFrom('', '\n', ' \r\n\t')
  fc.assert(fc.property(documents, space, law), { numRuns: 150 })
}, 60_000)

test('a mark may stand before a document that follows another, with space around it, and nowhere else', () => {
  expect(row('<a/>\n\ufeff\n<b/>').error).toBeUndefined()
  for (const document of ['<a/>\ufeff', '<a/>\n\ufeff\n', '\ufeff\ufeff<a/>']) {
    expect(read(kernel, [Buffer.from(document)]).error?.fact).toMatch(
      /^text (before|after) the root/,
    )
  }
})

test.each(['', ' \n', '<!-- c -->', '\ufeff'])('nothing is a row of none: %j', (document) => {
  expect(row(document)).toEqual({ events: [], warnings: [] })
})

test.each<[string, string, number]>([
  [`${ENTITY}<a/><a>&e;</a>`, 'entity not declared: "&e;"', ENTITY.length + 7],
  [`${ENTITY}<a>&e;</a>${DECLARED}<a>&e;</a>`, 'entity not declared: "&e;"', 125],
  [`<a/>x<a/>`, 'text after the root element: "x"', 4],
  [`<a/>${DECLARED}${DECLARED}<a/>`, 'declaration not at the start of the document: "<?xml"', 42],
  [
    `<a/><!DOCTYPE a []>${DECLARED}<a/>`,
    'declaration not at the start of the document: "<?xml"',
    19,
  ],
  ['<a/><?XML version="1.0"?>', 'target of an instruction not allowed: "XML"', 4],
  ['<a/><?xml version="2.0"?><a/>', 'expected "1.", found "2"', 19],
  ['<a/><?xml version="1.0"', 'document ends early: instruction not closed, expected "?>"', 23],
  [`<a/>${DECLARED}`, 'document has no root element', 42],
  ['<a/><!DOCTYPE a []>', 'document has no root element', 19],
  ['<a/><!DOCTYPE a []><!DOCTYPE a []><a/>', 'second document type declaration', 19],
  ['<a/><a>', 'document ends early: expected </a>', 7],
  ['<a/></a>', 'tag not opened: </a>', 4],
  ['<a><?xml version="1.0"?></a>', 'declaration not at the start of the document: "<?xml"', 3],
  ['<a><!DOCTYPE a []></a>', 'document type declaration not before the root', 3],
  [
    `<a/><?xml version="1.0" encoding="latin1"?><a/>`,
    'encoding is not that of the document before: "latin1"',
    34,
  ],
])('a row is held to its rules: %j', (document, fact, offset) => {
  expect(row(document).error).toMatchObject({ fact, offset })
})

test('an encoding that was given holds for all', () => {
  const document = '<a/><?xml version="1.0" encoding="utf-8"?><a>é</a>'
  const { events } = row(Buffer.from(document, 'latin1'), { encoding: 'latin1' })
  expect(events).toContain('"é"')
})

test.each(['utf16le', 'latin1'] as const)(
  'documents in %s are read one after the other',
  (name) => {
    const one =
      name === 'latin1'
        ? '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'
        : '\ufeff<?xml version="1.0" encoding="UTF-16"?><a>é</a>'
    const { events, error } = row(Buffer.concat([Buffer.from(one, name), Buffer.from(one, name)]))
    expect(error).toBeUndefined()
    expect(events).toEqual(['<a>', '"é"', '</a>', '<a>', '"é"', '</a>'])
  },
)

test('every root is a record, unless a pattern says otherwise', async () => {
  const document = '<e>1</e>\n<e><f>2</f></e>'
  const found = async (options = {}) =>
    collected(records(document, { fragments: true, ...options }))
  expect(await found()).toEqual(['1', { f: '2' }])
  expect(await found({ record: 'f' })).toEqual(['2'])
})

test('the engine sax is refused', () => {
  expect(() => records('<e/>', { engine: 'sax', fragments: true })).toThrow(
    'fragments: only the engine kernel reads several documents, not sax',
  )
})

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
