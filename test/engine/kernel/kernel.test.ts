import { describe, expect, it } from 'vitest'
import { kernelEngine } from '../../../src/engine/kernel/kernel.ts'
import { everyCut, type Options, type Reading } from '../every-cut.ts'

const reading = (document: string | Uint8Array, options: Options = {}): Reading =>
  everyCut(kernelEngine, document, options)
const declared = (subset: string, document: string) => `<!DOCTYPE a [${subset}]>${document}`

describe('the kernel engine, of what a document declares,', () => {
  it.each([
    ['gives a default where there is no value', 'b CDATA "1"', '<a/>', '@b="1"'],
    ['takes the value that is written', 'b CDATA "1"', '<a b="2"/>', '@b="2"'],
    ['gives a fixed value', 'b CDATA #FIXED "1"', '<a/>', '@b="1"'],
    ['takes the first declaration', 'b CDATA "1" b CDATA "2"', '<a/>', '@b="1"'],
    ['trims white space of a type', 'b NMTOKENS #IMPLIED', '<a b=" 1\t 2 "/>', '@b="1 2"'],
    ['keeps that of CDATA', 'b CDATA #IMPLIED', '<a b=" 1\t 2 "/>', '@b=" 1  2 "'],
    ['keeps a space by number in CDATA', 'b CDATA "&#9;&#x20;1"', '<a/>', '@b="\\t 1"'],
    ['trims a default', 'b NMTOKENS "  1   2 "', '<a/>', '@b="1 2"'],
    ['trims what an entity brings', 'b NMTOKENS #IMPLIED', '<a b="&x;1&x;"/>', '@b="1"'],
    ['resolves entities in a default', 'b CDATA "1&y;&amp;"', '<a/>', '@b="12&"'],
    ['gives a default with "<" by number', 'b CDATA "&#60;"', '<a/>', '@b="<"'],
    ['gives a default with a prefix', 'c:b CDATA "1"', '<a xmlns:c="u"/>', '@c:b {u}="1"'],
  ])('%s: %s', (_, attributes, document, expected) => {
    const subset = `<!ENTITY x "  "><!ENTITY y "2"><!ATTLIST a ${attributes}>`
    expect(reading(declared(subset, document)).events).toContain(expected)
  })

  it('gives a namespace by default', () => {
    const subset = '<!ATTLIST a xmlns CDATA #FIXED "u" xmlns:p CDATA "v">'
    expect(
      reading(declared(subset, '<a><p:b/></a>')).events.filter((e) => !e.startsWith('@')),
    ).toEqual(['<a {u}>', '<p:b {v}>', '</p:b {v}>', '</a {u}>'])
  })

  it('gives nothing to elements of another name, or without a default', () => {
    const subset = '<!ATTLIST b c CDATA "1"><!ATTLIST a d CDATA #IMPLIED e CDATA #REQUIRED>'
    expect(reading(declared(subset, '<a/>')).events).toEqual(['<a>', '</a>'])
  })

  it.each([
    ['markup', '<!ENTITY x "<b c=\'1\'>2</b>3">', ['<b>', '@c="1"', '"2"', '</b>', '"3"']],
    ['entities', '<!ENTITY y "1"><!ENTITY x "&y;<b/>&y;&y;">', ['"1"', '<b>', '</b>', '"11"']],
    ['CDATA and a comment', '<!ENTITY x "1<![CDATA[<]]><!-- - -->2">', ['"1<2"']],
    ['an instruction', '<!ENTITY x "<?p q?>">', ['<?p q?>']],
    ['"&" and "<" by number twice', '<!ENTITY x "&#38;#60;&#38;#38;">', ['"<&"']],
    ['markup by number', '<!ENTITY x "&#60;b/>">', ['<b>', '</b>']],
    ['line ends, also by number', '<!ENTITY x "1\r\n2&#13;3">', ['"1\\n2\\r3"']],
    ['nothing', '<!ENTITY x "">', []],
    ['parameter entities', '<!ENTITY % y "<!ENTITY x \'1\'>">%y;', ['"1"']],
    ['the first declaration', '<!ENTITY x "1"><!ENTITY x "2">', ['"1"']],
  ])('reads an entity with %s', (_, subset, events) => {
    expect(reading(declared(subset, '<a>&x;</a>')).events).toEqual(['<a>', ...events, '</a>'])
  })

  it('reads an entity in an entity in a value, its references and line ends resolved', () => {
    const subset = '<!ENTITY y "2\n3&#38;lt;"><!ENTITY x "1&y;">'
    expect(reading(declared(subset, '<a b="&x;&x;"/>')).events[1]).toBe('@b="12 3<12 3<"')
  })

  it('keeps the reference to an external entity in content, with a warning', () => {
    const document = declared('<!ENTITY x SYSTEM "/etc/passwd">', '<a>1&x;2&x;</a>')
    const { events, warnings } = reading(document)
    expect(events).toEqual(['<a>', '"1&x;2&x;"', '</a>'])
    expect(warnings).toEqual([
      expect.stringContaining(
        '2 references to entities declared elsewhere, kept as written: &x; ×2',
      ),
    ])
    expect(reading(document, { entities: 'strict' }).error?.fact).toBe(
      'external entity not read: "&x;"',
    )
  })

  it.each([
    ['if nothing is outside', '', ''],
    ['of a document that stands alone', ' standalone="yes"', ' SYSTEM "a.dtd"'],
  ])('refuses an entity that is not declared %s', (_, standalone, external) => {
    const document = `<?xml version="1.0"${standalone}?><!DOCTYPE a${external}><a>&x;</a>`
    expect(reading(document).error?.fact).toBe('entity not declared: "&x;"')
  })
})

describe('the kernel engine, of namespaces,', () => {
  it('refuses attributes that are the same in their namespace only', () => {
    const document = (b: string) => `<a xmlns:p="u" xmlns:q="${b}"><p:b p:c="1" q:c="2" c="3"/></a>`
    expect(reading(document('v')).error).toBeUndefined()
    expect(reading(document('u')).error?.fact).toBe('attribute repeated in its namespace: "q:c"')
  })

  it('gives the default namespace to elements, not to attributes, and takes it away', () => {
    const { events } = reading('<a xmlns="u" b="1"><c xmlns=""/></a>')
    expect(events.filter((event) => !event.startsWith('@xmlns'))).toEqual([
      '<a {u}>',
      '@b="1"',
      '<c>',
      '</c>',
      '</a {u}>',
    ])
  })

  it('allows xml to be declared as what it is', () => {
    const { error } = reading('<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:b="1"/>')
    expect(error).toBeUndefined()
  })

  it('reads colons anywhere, and any declaration, with namespaces off', () => {
    const document = '<:a b:c:d="1" xmlns:p="" xmlns:xmlns="u"><?p:q r?><p:x/></:a>'
    const { events, error } = reading(document, { namespaces: false })
    expect(error).toBeUndefined()
    expect(events).toEqual([
      ...['<:a>', '@b:c:d="1"', '@xmlns:p=""', '@xmlns:xmlns="u"'],
      ...['<?p:q r?>', '<p:x>', '</p:x>', '</:a>'],
    ])
  })
})

describe('the kernel engine, of the declaration of a document,', () => {
  const wide = (text: string) => Buffer.from(text, 'utf16le')
  const encodings = {
    'UTF-8': (text: string) => Buffer.from(text),
    'UTF-8 with a mark': (text: string) => Buffer.from(`\ufeff${text}`),
    'UTF-16LE': wide,
    'UTF-16LE with a mark': (text: string) => wide(`\ufeff${text}`),
    'UTF-16BE': (text: string) => wide(text).swap16(),
    'UTF-16BE with a mark': (text: string) => wide(`\ufeff${text}`).swap16(),
  }

  it.each(Object.entries(encodings))('reads it in %s', (name, encode) => {
    const declaration = `<?xml version="1.0" encoding="${name.slice(0, name.startsWith('UTF-16') ? 6 : 5)}"?>`
    expect(reading(encode(`${declaration}<ü b="€">😀</ü>`)).events).toEqual([
      '<ü>',
      '@b="€"',
      '"😀"',
      '</ü>',
    ])
  })

  it.each([
    ['<?xml▮?><a/>', 'expected white space, found "?"'],
    ['<?xml ▮?><a/>', 'expected "version", found "?"'],
    ['<?xml version="▮2.0"?><a/>', 'expected "1.", found "2"'],
    ['<?xml ▮encoding="UTF-8"?><a/>', 'expected "version", found "e"'],
    ['<?xml version="1.0" ▮x="1"?><a/>', 'expected "?>", found "x"'],
    ['<?xml version="1.0"▮encoding="UTF-8"?><a/>', 'expected "?>", found "e"'],
    ['<?xml version="1.0" standalone="▮maybe"?><a/>', 'expected "yes" or "no", found "m"'],
    ['<?xml version="1.0" standalone="yes" ▮encoding="UTF-8"?><a/>', 'expected "?>", found "e"'],
  ])('refuses %j: %s', (marked, fact) => {
    const { error } = reading(marked.replace('▮', ''))
    expect(error).toMatchObject({ kind: 'XmlError', offset: marked.indexOf('▮'), fact })
  })
})
