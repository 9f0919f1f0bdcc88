// What is declared in files that the user names, as the engines apply it.

import { describe, expect, it } from 'vitest'
import { NULL_TARGET } from '../../src/engine/null-target.ts'
import { LimitError, XmlError } from '../../src/engine/xml-error.ts'
import { parse } from '../../src/reading/parse.ts'
import { records } from '../../src/reading/records.ts'
import { ENGINES, everyCut } from './every-cut.ts'

const DTD =
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<!ENTITY ouml "&#246;"><!ENTITY lf "1&#10;2"><!ENTITY amp2 "&#38;#38;"><!ENTITY nested "[&ouml;&foo;]">' +
  '<!ENTITY file SYSTEM "f"><!ENTITY data SYSTEM "d" NDATA n><!ENTITY ouml "second">' +
  '<!ENTITY % type "NMTOKENS"><!ATTLIST b t %type; #IMPLIED d CDATA "x&ouml;"><!ATTLIST c xmlns CDATA "urn:c">'

describe.each(Object.entries(ENGINES))('the %s engine', (name, engine) => {
  it.each([
    ['named by the document', '<!DOCTYPE a SYSTEM "a.dtd">'],
    ['though the document names none', ''],
    ['though the document stands alone', '<?xml version="1.0" standalone="yes"?>'],
    ['after a subset', '<!DOCTYPE a [<!ENTITY other "">]>'],
  ])('applies the declarations of a file, %s', (_, prolog) => {
    const document = `${prolog}<a>J&ouml;rg&lf;&amp2;<b t=" y  z " e="&lf;&ouml;"/><c/><b d="1"/></a>`
    const { events, warnings, error } = everyCut(engine, document, { dtd: DTD })
    expect(error).toBeUndefined()
    expect(events).toEqual([
      ...['<a>', '"Jörg1\\n2&"', '<b>', '@t="y z"', '@e="1 2ö"', '@d="xö"', '</b>'],
      ...['<c {urn:c}>', '@xmlns="urn:c"', '</c {urn:c}>', '<b>', '@d="1"', '</b>', '</a>'],
    ])
    expect(warnings).toEqual([])
  })

  it('lets the document and the five of XML come first', () => {
    const document = '<!DOCTYPE a [<!ENTITY e "own">]><a b="&e;&lt;">&e;&lt;&nbsp;</a>'
    const dtd = ['<!ENTITY lt "&#38;#60;"><!ENTITY nbsp "file">', '<!ENTITY e "2">']
    const { events } = everyCut(engine, document, { dtd, entities: 'html' })
    expect(events).toEqual(['<a>', '@b="own<"', '"own<file"', '</a>'])
  })

  it('keeps what the file does not know, in its entities too', () => {
    const document = '<!DOCTYPE a SYSTEM "x"><a b="&nested;&bar;">&nested;&bar;&file;</a>'
    const { events, warnings } = everyCut(engine, document, { dtd: DTD })
    expect(events.slice(1, 3)).toEqual(['@b="[ö&foo;]&bar;"', '"[ö&foo;]&bar;&file;"'])
    expect(warnings).toEqual([
      '5 references to entities declared elsewhere, kept as written: &foo; ×2, &bar; ×2, &file; ×1; ' +
        '--dtd FILE reads declarations',
    ])
  })

  it.each([
    ['<a>&data;</a>', 'entity is data, not text: "&data;"'],
    ['<a b="&file;"/>', 'external entity in the value of an attribute: "&file;"'],
    ['<a>&none;</a>', 'entity not declared: "&none;"'],
    ['<!DOCTYPE a SYSTEM "x"><a>&none;</a>', 'entity declared outside the document: "&none;"'],
  ])('refuses %s', (document, fact) => {
    const options = { dtd: DTD, entities: 'strict' } as const
    expect(everyCut(engine, document, options).error?.fact).toBe(fact)
  })

  it.each([
    ['<!ENTITY a "1">\r\n<!ENTITY ü "2" x>', XmlError, 'dtd:2:16: expected ">", found "x"', 33],
    ['<?xml version="1.0" encoding="UTF-8"?>]', XmlError, 'dtd:1:39: expected a declaration', 38],
    [`<!ENTITY ${'a'.repeat(20)} "">`, LimitError, 'dtd:1:10: name longer than 16 bytes', 9],
  ])('refuses a file that is not made of declarations: %s', (dtd, Kind, message, offset) => {
    const limits = { name: 16 }
    const read = () => parse('<a/>', NULL_TARGET, { engine: name as 'kernel', dtd, limits })
    expect(read).toThrow(Kind)
    expect(read).toThrow(message)
    expect(read).toThrow(expect.objectContaining({ offset, source: 'dtd' }))
  })

  it('does not multiply without end', () => {
    const laughs = Array.from({ length: 40 }, (_, n) => `<!ENTITY e${n + 1} "&e${n};&e${n};">`)
    const dtd = `<!ENTITY e0 "ha">${laughs.join('')}`
    for (const document of ['<a>&e40;</a>', '<a b="&e40;"/>']) {
      expect(() => parse(document, NULL_TARGET, { engine: name as 'kernel', dtd })).toThrow(
        'more than 100 times the bytes read',
      )
    }
  })
})

describe('the kernel engine', () => {
  it('reads markup in the entities of a file', () => {
    const dtd = '<!ENTITY e "<b>&f;</b>"><!ENTITY f "x"><!ATTLIST b c CDATA "1">'
    const { events } = everyCut(ENGINES.kernel as never, '<a>&e;</a>', { dtd })
    expect(events).toEqual(['<a>', '<b>', '@c="1"', '"x"', '</b>', '</a>'])
  })

  it('merges attributes that document and file declare for an element', () => {
    const dtd = '<!ATTLIST a t NMTOKEN "file" u CDATA "file" v NMTOKEN #IMPLIED>'
    const own = '<!ATTLIST a t CDATA "own" w CDATA "own">'
    const document = `<!DOCTYPE a [${own}]><a v=" 1 "><a t=" 2 "/></a>`
    const { events } = everyCut(ENGINES.kernel as never, document, { dtd })
    expect(events.filter((event) => event.startsWith('@'))).toEqual([
      ...['@v="1"', '@t="own"', '@w="own"', '@u="file"'],
      ...['@t=" 2 "', '@w="own"', '@u="file"'],
    ])
  })

  it('applies a file to each of a row of documents, between which others declare the same', async () => {
    const dtd = '<!ENTITY e "file"><!ENTITY b "x"><!ATTLIST b k CDATA "file">'
    const own = '<!DOCTYPE b [<!ENTITY e "own"><!ATTLIST b k CDATA "own">]>'
    const other = '<!DOCTYPE b [<!ENTITY e "other">]>'
    const plain = '<b>&e;&b;</b>'
    const row = [plain, own, plain, '<?xml version="1.0"?>', plain, other, plain, own, plain, own]
    const found: unknown[] = []
    const documents = [...row, plain, '<?xml version="1.0"?>', plain, plain].join('\n')
    for await (const record of records(documents, { dtd, fragments: true })) found.push(record)
    const of = (e: string, k: string) => ({ '@k': k, '#text': `${e}x` })
    expect(found).toEqual([
      ...[of('file', 'file'), of('own', 'own'), of('file', 'file'), of('other', 'file')],
      ...[of('own', 'own'), of('own', 'own'), of('file', 'file'), of('file', 'file')],
    ])
  })
})
