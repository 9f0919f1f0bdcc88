import { describe, expect, it } from 'vitest'
import { Outside } from '../../src/dtd/outside.ts'
import { Entities } from '../../src/engine/sax/entities.ts'
import { saxEngine } from '../../src/engine/sax/sax.ts'
import { ENGINES, everyCut } from './every-cut.ts'

const CHARACTERS: [string, string][] = [
  ['&#65;', 'A'],
  ['&#x41;', 'A'],
  ['&#00065;', 'A'],
  ['&#x00041;', 'A'],
  ['&#xfc;', 'ü'],
  ['&#xFC;', 'ü'],
  ['&#9;', '\t'],
  ['&#10;', '\n'],
  ['&#13;', '\r'],
  ['&#xD7FF;', '\ud7ff'],
  ['&#xE000;', '\ue000'],
  ['&#xFFFD;', '\ufffd'],
  ['&#x10000;', '\u{10000}'],
  ['&#128512;', '😀'],
  ['&#x10FFFF;', '\u{10ffff}'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&apos;', "'"],
  ['&quot;', '"'],
]

const NO_CHARACTERS = [
  '&#0;',
  '&#8;',
  '&#11;',
  '&#x1F;',
  '&#xD800;',
  '&#xDFFF;',
  '&#xFFFE;',
  '&#xFFFF;',
  '&#x110000;',
  '&#99999999999999999999;',
]

const NO_NUMBERS = ['&#;', '&#x;', '&#X41;', '&#xG;', '&#A;', '&#-1;', '&#1.5;']

describe('entities', () => {
  it.each(CHARACTERS)('resolve %s', (reference, text) => {
    expect(new Entities().resolve(reference.slice(1, -1))).toEqual({ text })
  })

  it.each([...NO_CHARACTERS, ...NO_NUMBERS])('refuse %s', (reference) => {
    expect(new Entities().resolve(reference.slice(1, -1))).toEqual({
      fact: `character reference not allowed: "${reference}"`,
    })
  })

  it.each(['uuml', 'AMP', '', '__proto__', 'constructor', 'toString'])(
    'do not know &%s; if it is not declared',
    (name) => {
      expect(new Entities().resolve(name)).toEqual({ fact: `entity not declared: "&${name};"` })
    },
  )

  it.each([
    ['in double quotes', '<!ENTITY x "text">', 'text'],
    ['in single quotes', "<!ENTITY x 'te\"xt'>", 'te"xt'],
    ['over lines', '<!ENTITY\n  x\n  "text"\n>', 'text'],
    ['with a ">"', '<!ENTITY x "a>b]]">', 'a>b]]'],
    ['by number', '<!ENTITY x "&#252;&#xfc;">', 'üü'],
    ['with nothing in it', '<!ENTITY x "">', ''],
    ['twice, of which the first counts', '<!ENTITY x "1"><!ENTITY x "2">', '1'],
    ['after one in a comment', '<!-- <!ENTITY x "1"> --><!ENTITY x "2">', '2'],
    ['after a parameter entity', '<!ENTITY % x "1"><!ENTITY x "2">', '2'],
    ['as a percent sign', '<!ENTITY x "&#37;">', '%'],
  ])('are declared %s', (_, subset, text) => {
    const entities = new Entities()
    entities.declare(` a [${subset}]`)
    expect(entities.resolve('x')).toEqual({ text })
  })

  it.each([
    ['a tag', '<!ENTITY x "<b/>">'],
    ['a reference', '<!ENTITY y "1"><!ENTITY x "&y;">'],
    ['a reference to itself', '<!ENTITY x "&x;">'],
    ['a tag by number', '<!ENTITY x "&#60;b/>">'],
  ])('are refused with %s in them', (_, subset) => {
    const entities = new Entities()
    entities.declare(` a [${subset}]`)
    expect(entities.resolve('x')).toEqual({ fact: 'entity with markup not supported: "&x;"' })
  })

  it.each([
    ['named __proto__', '__proto__'],
    ['named constructor', 'constructor'],
    ['with a name of another script', '名前'],
    ['with a dot and a dash', 'a.b-c'],
  ])('are declared %s', (_, name) => {
    const entities = new Entities()
    entities.declare(` a [<!ENTITY ${name} "text">]`)
    expect(entities.resolve(name)).toEqual({ text: 'text' })
  })

  it('are refused if they may be declared in a file that is not read, by strict ones', () => {
    const entities = new Entities(new Outside({ policy: 'strict' }))
    entities.declare(' a SYSTEM "x.dtd"')
    expect(entities.resolve('x')).toEqual({ fact: 'entity declared outside the document: "&x;"' })
  })

  it('stay if they may be declared in a file that is not read', () => {
    const entities = new Entities()
    entities.declare(' a SYSTEM "x.dtd" [<!ENTITY b "<b/>"><!ENTITY c "text">]')
    expect(entities.resolve('x')).toEqual({ text: '&x;' })
    expect(entities.resolve('b')).toEqual({ fact: 'entity with markup not supported: "&b;"' })
    expect(entities.resolve('c')).toEqual({ text: 'text' })
  })
})

describe.each(Object.entries(ENGINES))('the %s engine', (_, engine) => {
  it.each(CHARACTERS)('reads %s in text and in an attribute', (reference, text) => {
    const { events } = everyCut(engine, `<a b="x${reference}y">x${reference}y</a>`)
    const expected = JSON.stringify(`x${text}y`)
    expect(events).toEqual(['<a>', `@b=${expected}`, expected, '</a>'])
  })

  it.each([...NO_CHARACTERS, '&uuml;', '&AMP;', '&__proto__;'])(
    'refuses %s in text and in an attribute',
    (reference) => {
      const inText = everyCut(engine, `<a>${reference}</a>`).error
      const inAttribute = everyCut(engine, `<a b="${reference}"/>`).error
      expect(inText?.kind).toBe('XmlError')
      expect(inText?.fact).toMatch(/^(character reference not allowed|entity not declared): /)
      expect(inText?.fact).toContain(JSON.stringify(reference))
      expect(inAttribute?.fact).toBe(inText?.fact)
    },
  )

  it.each([...NO_NUMBERS, '&;'])('refuses %s, which is no reference', (reference) => {
    const inText = everyCut(engine, `<a>${reference}</a>`).error
    const inAttribute = everyCut(engine, `<a b="${reference}"/>`).error
    expect(inText?.kind).toBe('XmlError')
    expect(inAttribute?.fact).toBe(inText?.fact)
    expect(inAttribute?.offset).toBe((inText?.offset ?? 0) + 3)
  })

  it('reads the entities that a document declares', () => {
    const type = '<!DOCTYPE a [<!ENTITY uuml "&#252;"> <!ENTITY greeting \'Grüße, "du"\'>]>'
    const { events } = everyCut(engine, `${type}<a b="M&uuml;ller">&greeting;!</a>`)
    expect(events).toEqual(['<a>', '@b="Müller"', JSON.stringify('Grüße, "du"!'), '</a>'])
  })

  it('reads an empty entity as nothing', () => {
    const type = '<!DOCTYPE a [<!ENTITY nothing "">]>'
    const { events } = everyCut(engine, `${type}<a b="x&nothing;y" c="&nothing;">&nothing;</a>`)
    expect(events).toEqual(['<a>', '@b="xy"', '@c=""', '</a>'])
    expect(everyCut(engine, `${type}<a>x&nothing;y</a>`).events[1]).toBe('"xy"')
  })

  // XML 1.0, 3.3.3: only a reference in the attribute itself keeps white space
  it('turns white space that an entity brings into an attribute into spaces', () => {
    const type = '<!DOCTYPE a [<!ENTITY x "1&#10;2&#9;3\r\n4">]>'
    const { events } = everyCut(engine, `${type}<a b="&x;&#10;">&x;</a>`)
    expect(events).toEqual(['<a>', '@b="1 2 3 4\\n"', '"1\\n2\\t3\\n4"', '</a>'])
  })

  it.each([
    ['SYSTEM', 'SYSTEM "x.dtd"'],
    ['PUBLIC', 'PUBLIC "-//X//EN" \'x.dtd\''],
    ['SYSTEM, with a subset', 'SYSTEM "x.dtd" [<!ENTITY y "">]'],
    ['a parameter entity', '[<!ENTITY % p SYSTEM "x">%p;]'],
  ])('keeps, with one warning, what a file that is not read may declare: %s', (_, outside) => {
    const document = `<!DOCTYPE a ${outside}>\n<a b="x&uuml;y">x&uuml;y&auml;&lt;</a>`
    const { events, warnings, error } = everyCut(engine, document)
    expect(events).toEqual(['<a>', '@b="x&uuml;y"', '"x&uuml;y&auml;<"', '</a>'])
    expect(warnings).toEqual([
      '3 references to entities declared elsewhere, kept as written: &uuml; ×2, &auml; ×1; ' +
        '--entities html knows those of HTML, --dtd FILE reads declarations',
    ])
    expect(error).toBeUndefined()
  })

  it('leaves out what a file that is not read may declare, if that is wanted', () => {
    const document = '<!DOCTYPE a SYSTEM "x"><a b="x&uuml;y">x&uuml;y&auml;<b>&auml;</b></a>'
    const { events, warnings } = everyCut(engine, document, { entities: 'drop' })
    expect(events).toEqual(['<a>', '@b="xy"', '"xy"', '<b>', '</b>', '</a>'])
    expect(warnings).toEqual([
      expect.stringContaining('left out: &uuml; ×2, &auml; ×2; --entities html'),
    ])
  })

  it.each([
    ['a document type', '<!DOCTYPE a SYSTEM "x">'],
    ['a subset', '<!DOCTYPE a [<!ENTITY copy "own">]>'],
    ['no document type', ''],
    ['a declaration', '<?xml version="1.0" standalone="yes"?>'],
  ])('knows the entities of HTML, if that is wanted, with %s', (_, prolog) => {
    const text = '&nbsp;&LT;&AMP;&NotEqualTilde;&lt;&copy;'
    const document = `${prolog}<a b="${text}">${text}</a>`
    const { events, warnings } = everyCut(engine, document, { entities: 'html' })
    const own = prolog.includes('copy') ? 'own' : '©'
    const value = JSON.stringify(`\u00a0<&\u2242\u0338<${own}`)
    expect(events).toEqual(['<a>', `@b=${value}`, value, '</a>'])
    expect(warnings).toEqual([])
  })

  it('keeps what HTML does not know either', () => {
    const { events, warnings } = everyCut(engine, '<!DOCTYPE a SYSTEM "x"><a>&foo;&eacute;</a>', {
      entities: 'html',
    })
    expect(events[1]).toBe('"&foo;é"')
    expect(warnings).toEqual([
      '1 reference to an entity declared elsewhere, kept as written: &foo; ×1; --dtd FILE reads declarations',
    ])
    expect(everyCut(engine, '<a>&foo;</a>', { entities: 'html' }).error?.fact).toBe(
      'entity not declared: "&foo;"',
    )
  })

  it('refuses what a file that is not read may declare, if it is to be strict', () => {
    const options = { entities: 'strict' } as const
    const document = '<!DOCTYPE a SYSTEM "a.dtd" [<!ENTITY x "1">]><a>&x;&amp;<b c="&y;"/></a>'
    const { events, warnings, error } = everyCut(engine, document, options)
    expect(events).toEqual(['<a>', '"1&"'])
    expect(warnings).toEqual([])
    expect(error).toMatchObject({
      kind: 'XmlError',
      fact: 'entity declared outside the document: "&y;"',
    })
  })

  it.each(['SYSTEM "/etc/passwd"', 'PUBLIC "p" \'/etc/passwd\' '])(
    'keeps a reference to an external entity, but for attributes: %s',
    (where) => {
      const type = `<!DOCTYPE a [<!ENTITY x ${where}>]>`
      expect(everyCut(engine, `${type}<a>1&x;</a>`).events[1]).toBe('"1&x;"')
      expect(everyCut(engine, `${type}<a b="&x;"/>`).error?.fact).toBe(
        'external entity in the value of an attribute: "&x;"',
      )
    },
  )

  it('never reads an external entity', () => {
    const document = '<!DOCTYPE a [<!ENTITY x SYSTEM "/etc/passwd">]><a>&x;</a>'
    const { events, error } = everyCut(engine, document, { entities: 'strict' })
    expect(events).toEqual(['<a>'])
    expect(error?.fact).toContain('"&x;"')
  })
})

describe('the sax engine', () => {
  const engine = saxEngine

  it.each(NO_NUMBERS)('quotes %s', (reference) => {
    const { error } = everyCut(engine, `<a>${reference}</a>`)
    expect(error?.fact).toBe(`character reference not allowed: "${reference}"`)
  })

  it.each([
    ['text', '<a>&x;</a>'],
    ['an attribute', '<a b="&x;"/>'],
  ])('refuses an entity with markup in %s', (_, element) => {
    const { error } = everyCut(engine, `<!DOCTYPE a [<!ENTITY x "<b/>">]>${element}`)
    expect(error?.fact).toBe('entity with markup not supported: "&x;"')
  })

  it('refuses to multiply entities', () => {
    const type = '<!DOCTYPE a [<!ENTITY x "ha"> <!ENTITY y "&x;&x;"> <!ENTITY z "&y;&y;">]>'
    const { error } = everyCut(engine, `${type}<a>&z;</a>`)
    expect(error?.fact).toBe('entity with markup not supported: "&z;"')
  })
})
