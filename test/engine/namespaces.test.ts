import { describe, expect, it } from 'vitest'
import { Namespaces } from '../../src/engine/sax/namespaces.ts'
import { ENGINES, everyCut } from './every-cut.ts'

describe('namespaces', () => {
  it('know no prefix but xml and xmlns, and no default', () => {
    const namespaces = new Namespaces()
    expect(namespaces.uri('')).toBe('')
    expect(namespaces.uri('xml')).toBe('http://www.w3.org/XML/1998/namespace')
    expect(namespaces.uri('xmlns')).toBe('http://www.w3.org/2000/xmlns/')
    expect(namespaces.uri('p')).toBeUndefined()
    expect(namespaces.uri('__proto__')).toBeUndefined()
    expect(namespaces.uri('constructor')).toBeUndefined()
  })

  it('forget what an element declared, all of it, when it is left', () => {
    const namespaces = new Namespaces()
    namespaces.declare('p', 'outer', 0)
    namespaces.declare('p', 'inner', 1)
    namespaces.declare('q', 'inner', 1)
    expect(namespaces.uri('p')).toBe('inner')
    namespaces.leave(2)
    expect(namespaces.uri('q')).toBe('inner')
    namespaces.leave(1)
    expect(namespaces.uri('p')).toBe('outer')
    expect(namespaces.uri('q')).toBeUndefined()
    namespaces.leave(0)
    expect(namespaces.uri('p')).toBeUndefined()
  })
})

describe.each(Object.entries(ENGINES))('the %s engine', (_, engine) => {
  it('puts elements, but not attributes, into the default namespace', () => {
    const { events } = everyCut(engine, '<a b="1" xmlns="u"><c/></a>')
    expect(events).toEqual(['<a {u}>', '@b="1"', '@xmlns="u"', '<c {u}>', '</c {u}>', '</a {u}>'])
  })

  it('puts elements and attributes with a prefix into its namespace', () => {
    const { events } = everyCut(engine, '<p:a p:b="1" xmlns:p="u"><c p:d="2"/></p:a>')
    expect(events).toEqual([
      '<p:a {u}>',
      '@p:b {u}="1"',
      '@xmlns:p {http://www.w3.org/2000/xmlns/}="u"',
      '<c>',
      '@p:d {u}="2"',
      '</c>',
      '</p:a {u}>',
    ])
  })

  it('knows the prefix xml', () => {
    const { events } = everyCut(engine, '<a xml:lang="de"/>')
    expect(events[1]).toBe('@xml:lang {http://www.w3.org/XML/1998/namespace}="de"')
  })

  it('redeclares and restores prefixes, element by element', () => {
    const { events } = everyCut(
      engine,
      '<p:a xmlns:p="1"><p:b xmlns:p="2"><p:c/></p:b><p:d xmlns:p="3"/><p:e/></p:a>',
    )
    expect(events.filter((event) => event.startsWith('<p'))).toEqual([
      '<p:a {1}>',
      '<p:b {2}>',
      '<p:c {2}>',
      '<p:d {3}>',
      '<p:e {1}>',
    ])
    expect(events.filter((event) => event.startsWith('</'))).toEqual([
      '</p:c {2}>',
      '</p:b {2}>',
      '</p:d {3}>',
      '</p:e {1}>',
      '</p:a {1}>',
    ])
  })

  it('takes xmlns="" for no namespace', () => {
    const { events } = everyCut(engine, '<a xmlns="u"><b xmlns=""><c/></b><d/></a>')
    expect(events.filter((event) => /^<[a-z]/.test(event))).toEqual([
      '<a {u}>',
      '<b>',
      '<c>',
      '<d {u}>',
    ])
  })

  it('distinguishes equal local names in different namespaces', () => {
    const { events } = everyCut(engine, '<a><b xmlns="1"/><b xmlns="2"/><b/></a>')
    expect(events.filter((event) => event.startsWith('<b'))).toEqual(['<b {1}>', '<b {2}>', '<b>'])
  })

  it('normalises and decodes a URI like any attribute', () => {
    const { events } = everyCut(engine, '<a xmlns="http://x/?a=1&amp;b=2"/>')
    expect(events[0]).toBe('<a {http://x/?a=1&b=2}>')
  })

  it.each([
    ['prefix not declared: "p" in "p:a"', '<p:a/>'],
    ['prefix not declared: "p" in "p:b"', '<a p:b="1"/>'],
    ['prefix not declared: "p" in "p:c"', '<a><b xmlns:p="u"/><p:c/></a>'],
    ['prefix not declared: "__proto__" in "__proto__:a"', '<__proto__:a/>'],
    ['prefix not declared: "constructor" in "constructor:a"', '<constructor:a/>'],
    ['namespace empty: xmlns:p=""', '<a xmlns:p="u"><b xmlns:p=""/></a>'],
  ])('says "%s" of %j', (fact, document) => {
    expect(everyCut(engine, document).error).toMatchObject({ kind: 'XmlError', fact })
  })

  it('sends nothing of an element whose attribute has no namespace', () => {
    expect(everyCut(engine, '<a><b p:c="1"/></a>').events).toEqual(['<a>'])
  })

  // Namespaces in XML 1.0, 6.3 and 3
  it.each([
    ['an attribute that two prefixes repeat', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>'],
    ['another namespace for the prefix xml', '<a xmlns:xml="u"/>'],
    ['any namespace for the prefix xmlns', '<a xmlns:xmlns="u"/>'],
  ])('refuses %s', (_, document) => {
    expect(everyCut(engine, document).error?.kind).toBe('XmlError')
  })
  it.each([
    ['an element', '<p:a></p:a>', ['<p:a>', '</p:a>']],
    ['an attribute', '<a p:b="1"/>', ['<a>', '@p:b="1"', '</a>']],
    [
      'what would be one attribute',
      '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>',
      ['<a>', '@xmlns:p="u"', '@xmlns:q="u"', '@p:b="1"', '@q:b="2"', '</a>'],
    ],
    [
      'what would be declarations',
      '<a xmlns="u" xmlns:xml="u" xmlns:p=""/>',
      ['<a>', '@xmlns="u"', '@xmlns:xml="u"', '@xmlns:p=""', '</a>'],
    ],
    ['more colons', '<a:b:c :d="1"/>', ['<a:b:c>', '@:d="1"', '</a:b:c>']],
  ])('without namespaces, takes colons in %s for ordinary characters', (_, document, events) => {
    expect(everyCut(engine, document, { namespaces: false })).toEqual({ events, warnings: [] })
  })
})
