import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OutputError, UsageError } from '../../src/core/errors.ts'
import { xml } from '../../src/formats/xml.ts'
import { records as read } from '../../src/reading/records.ts'
import type { Dictionary, Value } from '../../src/record/record.ts'
import { encode } from './encode.ts'

function element(record: Value): string {
  return encode(xml, [record]).split('\n').slice(2, -2).join('\n')
}

describe('a record as XML', () => {
  test.each<[Value, string]>([
    [null, '<record/>'],
    ['text', '<record>text</record>'],
    [{ a: '1', b: null }, '<record><a>1</a><b/></record>'],
    [{ '@id': '1', '#text': 'x' }, '<record id="1">x</record>'],
    [{ '@id': '1' }, '<record id="1"/>'],
    [{ a: ['1', null, { '@b': '2' }] }, '<record><a>1</a><a/><a b="2"/></record>'],
    [{ a: [] }, '<record/>'],
    [{ n: 1.5, yes: true }, '<record><n>1.5</n><yes>true</yes></record>'],
    [{ a: '<&>"\'' }, '<record><a>&lt;&amp;&gt;"\'</a></record>'],
    [{ a: 'x\r\n\ty' }, '<record><a>x&#13;\n\ty</a></record>'],
    [{ '@a': '"<&>\r\n\t' }, '<record a="&quot;&lt;&amp;&gt;&#13;&#10;&#9;"/>'],
    [{ '@a': null }, '<record a=""/>'],
    [{ 'xml:lang': 'en', '@xml:id': '1' }, '<record xml:id="1"><xml:lang>en</xml:lang></record>'],
    [
      { '@xmlns:d': 'uri:d', 'd:a': { 'd:b': 'x' } },
      '<record xmlns:d="uri:d"><d:a><d:b>x</d:b></d:a></record>',
    ],
  ])('%j is %s', (record, text) => {
    expect(element(record)).toBe(text)
  })

  test.each<[Value, string]>([
    [['d', 'a ', ['b', 'x'], ' c'], '<d>a <b>x</b> c</d>'],
    [
      ['d', { k: '1', n: 2 }, ['b'], ['c', '<'], ['b', {}]],
      '<d k="1" n="2"><b/><c>&lt;</c><b/></d>',
    ],
    [['d'], '<d/>'],
    [['d', { 'xmlns:p': 'u', 'p:a': '1' }, ['p:b']], '<d xmlns:p="u" p:a="1"><p:b/></d>'],
    [
      { '@k': '1', '#text': ['a ', { b: 'x' }, ' c', { b: null }] },
      '<record k="1">a <b>x</b> c<b/></record>',
    ],
    [{ b: { '#text': [{ c: ['1'] }, ' d'] } }, '<record><b><c>1</c> d</b></record>'],
  ])('that is in order is written in it: %j is %s', (record, text) => {
    expect(element(record)).toBe(text)
  })

  test('is called what a field of it says', () => {
    const options = { element: '{kind}' }
    expect(
      encode(
        xml,
        [
          { kind: 'a', b: '1' },
          { kind: 'c', '#text': 'x' },
        ],
        options,
      ),
    ).toContain('<a><b>1</b></a>\n<c>x</c>\n')
    expect(() => encode(xml, [{ b: '1' }], options)).toThrow('record 1: field "kind" is missing')
    expect(() => encode(xml, [{ kind: 'a b' }], options)).toThrow('no name that XML allows')
  })

  test('stands in a root element, also when there is none', () => {
    expect(encode(xml, [])).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<records>\n</records>\n')
  })

  test('has the names and prefixes that are asked for', () => {
    const options = { root: 'rdf', element: 'item', prefixes: { dc: 'uri:"dc"' } }
    expect(
      encode(xml, [{ 'dc:title': 'x' }], options)
        .split('\n')
        .slice(1),
    ).toEqual([
      '<rdf xmlns:dc="uri:&quot;dc&quot;">',
      '<item><dc:title>x</dc:title></item>',
      '</rdf>',
      '',
    ])
  })

  test.each<[string, Value, string]>([
    ['a name with a slash', { 'a/b': '1' }, 'record 1: field "a/b": no name that XML allows'],
    [
      'a name that begins with a digit',
      { '1a': '1' },
      'record 1: field "1a": no name that XML allows',
    ],
    ['no name', { '': '1' }, 'record 1: field "": no name that XML allows'],
    ['an attribute without a name', { '@': '1' }, 'record 1: field "@": no name that XML allows'],
    ['a control character', { a: 'x\u0000' }, 'record 1: field "a": U+0000 cannot stand in XML'],
    ['half a character', { '@a': '\ud800' }, 'record 1: field "@a": U+D800 cannot stand in XML'],
    ['an array in an array', { a: [['x']] }, 'record 1: field "a": XML has no array in an array'],
    [
      'a dictionary as an attribute',
      { '@a': { b: '1' } },
      'record 1: field "@a": expected a text, found a dictionary',
    ],
    [
      'a prefix from nowhere',
      { 'dc:title': 'x' },
      'record 1: field "dc:title": its prefix is declared nowhere: --xml-prefix dc=URI does that',
    ],
    [
      'a prefix that a brother declares',
      { a: { '@xmlns:d': 'u' }, 'd:b': 'x' },
      'record 1: field "d:b": its prefix is declared nowhere: --xml-prefix d=URI does that',
    ],
  ])('refuses %s', (_, record, message) => {
    expect(() => element(record)).toThrow(new OutputError(message))
  })

  test('that is too deep is refused, too', () => {
    let deep: Value = 'x'
    for (let n = 0; n < 100_000; n++) deep = { a: deep }
    expect(() => element(deep)).toThrow(new OutputError('record too deep for XML'))
  })

  test.each([{ root: '1' }, { element: 'a b' }, { root: 'a:b' }, { prefixes: { '': 'u' } }])(
    'cannot be called %j',
    (options) => {
      expect(() => xml.open(options)).toThrow(UsageError)
    },
  )
})

// as the mapping makes them: trimmed texts that are not empty, attributes first, text last, arrays of two or more
const NAME = fc.constantFrom(
  'a',
  'b',
  'név',
  '_x',
  'c-d',
  'e.f',
  '__proto__',
  'constructor',
  'xml:lang',
)
const TEXT = fc
  .string({ unit: 'grapheme' })
  .map((text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''))
  .filter((text) => text !== '' && isXml(text))
const ATTRIBUTE = fc.tuple(
  NAME.map((name) => `@${name}`),
  fc.oneof(TEXT, fc.constant('')),
)
const ELEMENT = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    TEXT,
    fc.constant(null),
    fc
      .tuple(
        fc.uniqueArray(ATTRIBUTE, { maxLength: 2, selector: ([name]) => name }),
        fc.uniqueArray(fc.tuple(NAME, fc.oneof(tie('value'), several(tie('value')))), {
          maxLength: 3,
          selector: ([name]) => name,
        }),
        fc.option(TEXT, { nil: undefined }),
      )
      .map(([attributes, children, text]) => dictionary(attributes, children, text)),
  ),
})).value

function several(value: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.array(value, { minLength: 2, maxLength: 3 })
}

function dictionary(
  attributes: [string, Value][],
  children: [string, Value][],
  text?: string,
): Value {
  const entries = [...attributes, ...children]
  if (entries.length === 0) return text ?? null
  const fields: Dictionary = Object.fromEntries(entries)
  return text === undefined ? fields : { ...fields, '#text': text }
}

function isXml(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it finds
  return !/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]/u.test(text)
}

test('records that became XML are read back as the same records', async () => {
  const law = async (written: Value[]) => {
    const found: Value[] = []
    for await (const record of read(encode(xml, written))) found.push(record)
    expect(JSON.stringify(found)).toBe(JSON.stringify(written))
  }
  await fc.assert(fc.asyncProperty(fc.array(ELEMENT, { maxLength: 4 }), law), { numRuns: 500 })
})
