import { describe, expect, it } from 'vitest'
import { Entities, type EntitiesOptions } from '../../src/dtd/entities.ts'
import { Outside } from '../../src/dtd/outside.ts'
import { faultOf, read, readSubset } from './read.ts'

const LAX: EntitiesOptions = { isStandalone: false, outside: new Outside() }
const STRICT = { ...LAX, outside: new Outside({ policy: 'strict' }) }

const SUBSET =
  '<!ENTITY plain "a]>b"><!ENTITY empty ""><!ENTITY space "&#9;&#10; &#13;&#38;#9;">' +
  '<!ENTITY tag "<b/>"><!ENTITY nested "[&plain;&lt;&later;]"><!ENTITY later "&#38;#60;">' +
  '<!ENTITY end "]]>"><!ENTITY self "&self;"><!ENTITY round "&trip;"><!ENTITY trip "&round;">' +
  '<!ENTITY bare "&#38;"><!ENTITY number "&#38;#0;"><!ENTITY lost "&nowhere;">' +
  '<!ENTITY file SYSTEM "f"><!ENTITY deep "&file;"><!ENTITY data SYSTEM "d" NDATA n>' +
  '<!ENTITY gt "&#38;#62;">'

const NO_DOCTYPE = new Entities(undefined, LAX)
const DECLARED = new Entities(readSubset(SUBSET), LAX)

/** The text in an attribute, or the fact of the fault. */
function inAttribute(
  entities: Entities,
  name: string,
): { text?: string; fact?: string | undefined } {
  let text: string | undefined
  const fault = faultOf(() => {
    text = entities.inAttribute(name, { at: 7, grow() {}, meetUnknown() {} })
  })
  if (fault !== undefined) expect(fault.at).toBe(7)
  return text === undefined ? { fact: fault?.fact } : { text }
}

describe('a reference to an entity', () => {
  it.each([
    ['amp', '&'],
    ['lt', '<'],
    ['gt', '>'],
    ['apos', "'"],
    ['quot', '"'],
  ])('is known in every document: %s', (name, text) => {
    for (const entities of [NO_DOCTYPE, DECLARED]) {
      expect(entities.resolve(name)).toEqual({ kind: 'text', text, isPlain: true })
      expect(inAttribute(entities, name)).toEqual({ text })
    }
  })

  it.each([
    ['plain', 'a]>b', true],
    ['empty', '', true],
    ['space', '\t\n \r&#9;', false],
    ['tag', '<b/>', false],
    ['nested', '[&plain;&lt;&later;]', false],
    ['later', '&#60;', false],
    ['end', ']]>', false],
  ])('means text to parse in content: %s', (name, text, isPlain) => {
    expect(DECLARED.resolve(name)).toEqual({ kind: 'text', text, isPlain })
  })

  it.each([
    ['plain', 'a]>b'],
    ['empty', ''],
    ['space', '    \t'],
    ['nested', '[a]>b<<]'],
    ['later', '<'],
    ['end', ']]>'],
  ])('means normalised text in an attribute: %s', (name, text) => {
    expect(inAttribute(DECLARED, name)).toEqual({ text })
    expect(inAttribute(DECLARED, name)).toEqual({ text })
  })

  it.each([
    ['tag', '"<" in the value of an attribute: "&tag;"'],
    ['self', 'entity refers to itself: "&self;"'],
    ['round', 'entity refers to itself: "&round;"'],
    ['bare', 'expected the name of an entity, found the end of "&bare;"'],
    ['number', 'character reference not allowed: "&#0;"'],
    ['lost', 'entity not declared: "&nowhere;"'],
    ['file', 'external entity in the value of an attribute: "&file;"'],
    ['deep', 'external entity in the value of an attribute: "&file;"'],
    ['data', 'entity is data, not text: "&data;"'],
    ['__proto__', 'entity not declared: "&__proto__;"'],
  ])('is refused in an attribute: %s', (name, fact) => {
    expect(inAttribute(DECLARED, name)).toEqual({ fact })
    expect(inAttribute(DECLARED, name)).toEqual({ fact })
  })

  it.each(['uuml', 'AMP', '', '__proto__', 'constructor', 'toString'])(
    'is a fault if it is not declared: %s',
    (name) => {
      const fact = `entity not declared: "&${name};"`
      expect(NO_DOCTYPE.resolve(name)).toEqual({ kind: 'fault', fact })
      expect(DECLARED.resolve(name)).toEqual({ kind: 'fault', fact })
      expect(inAttribute(NO_DOCTYPE, name)).toEqual({ fact })
    },
  )

  it('is a fault if it is to data', () => {
    const fact = 'entity is data, not text: "&data;"'
    expect(DECLARED.resolve('data')).toEqual({ kind: 'fault', fact })
  })

  it('stays in content if it is external, or a fault if that matters', () => {
    expect(DECLARED.resolve('file')).toEqual({ kind: 'unknown', text: '&file;' })
    const strict = new Entities(readSubset(SUBSET), STRICT)
    expect(strict.resolve('file')).toEqual({
      kind: 'fault',
      fact: 'external entity not read: "&file;"',
    })
  })

  describe.each([
    ['an external subset', read(`<!DOCTYPE a SYSTEM "x" [${SUBSET}]>`)],
    ['a parameter entity', readSubset(`${SUBSET}<!ENTITY % p "">%p;`)],
  ])('that is not declared, in a document with %s', (_, doctype) => {
    const outside = 'entity declared outside the document'

    it.each([
      ['keep', '&uuml;', '&nowhere;'],
      ['html', 'ü', '&nowhere;'],
      ['drop', '', ''],
    ] as const)('is what is asked for: %s', (policy, uuml, nowhere) => {
      const entities = new Entities(doctype, { ...LAX, outside: new Outside({ policy }) })
      expect(entities.resolve('uuml')).toMatchObject({ text: uuml })
      expect(entities.resolve('nowhere')).toEqual({ kind: 'unknown', text: nowhere })
      const names: string[] = []
      const meetUnknown = (name: string) => names.push(name)
      const attribute = { at: 0, grow() {}, meetUnknown }
      expect(entities.inAttribute('uuml', attribute)).toBe(uuml)
      expect(entities.inAttribute('lost', attribute)).toBe(nowhere)
      expect(entities.inAttribute('lost', attribute)).toBe(nowhere)
      const unknown = policy === 'html' ? [] : ['uuml']
      expect(names).toEqual([...unknown, 'nowhere', 'nowhere'])
    })

    it('is a fault if that matters', () => {
      const entities = new Entities(doctype, STRICT)
      expect(entities.resolve('x')).toEqual({ kind: 'fault', fact: `${outside}: "&x;"` })
      expect(inAttribute(entities, 'lost')).toEqual({ fact: `${outside}: "&nowhere;"` })
    })

    it('is a fault if the document is standalone', () => {
      const entities = new Entities(doctype, { ...LAX, isStandalone: true })
      expect(entities.resolve('x')).toEqual({ kind: 'fault', fact: 'entity not declared: "&x;"' })
      expect(inAttribute(entities, 'lost')).toEqual({ fact: 'entity not declared: "&nowhere;"' })
    })
  })

  it('is a fault in a standalone document if only a parameter entity declares it', () => {
    const doctype = readSubset('<!ENTITY % p "<!ENTITY e \'x\'>">%p;<!ENTITY f "&e;">')
    const fact = 'entity declared in a parameter entity of a standalone document: "&e;"'
    const entities = new Entities(doctype, { ...LAX, isStandalone: true })
    expect(entities.resolve('e')).toEqual({ kind: 'fault', fact })
    expect(inAttribute(entities, 'f')).toEqual({ fact })
    expect(inAttribute(new Entities(doctype, LAX), 'f')).toEqual({ text: 'x' })
  })
})

describe('a reference in an attribute', () => {
  it('reports what it adds before it is too much', () => {
    const doctype = readSubset('<!ENTITY e "12345"><!ENTITY f "&e;&e;&lt;">')
    const entities = new Entities(doctype, LAX)
    let added = 0
    const attribute = {
      at: 0,
      grow: (characters: number) => (added += characters),
      meetUnknown() {},
    }
    entities.inAttribute('f', attribute)
    expect(added).toBe(13) // two entities entered
    added = 0
    entities.inAttribute('f', attribute)
    expect(added).toBe(11)
  })

  it('ends with what the account throws', () => {
    const doctype = readSubset('<!ENTITY e "12345">')
    const refuse = () => {
      throw new RangeError('enough')
    }
    const attribute = { at: 0, grow: refuse, meetUnknown() {} }
    expect(() => new Entities(doctype, LAX).inAttribute('e', attribute)).toThrow('enough')
  })

  it('is not remembered while entities may still come', () => {
    const subset =
      '<!ENTITY % p "">%p;<!ATTLIST a b CDATA "[&e;]"><!ENTITY e "x"><!ATTLIST a c CDATA "[&e;]">'
    expect(readSubset(subset).attributes.get('a')).toMatchObject([
      { value: '[&e;]' },
      { value: '[x]' },
    ])
  })
})
