import { describe, expect, it } from 'vitest'
import { type EntityPolicy, Outside } from '../../src/dtd/outside.ts'
import { defaults, faultOf, read, readSubset } from './read.ts'

describe('a reference to a parameter entity', () => {
  it('brings the declarations of the entity', () => {
    const { entities, attributes, instructions, isPartial } = readSubset(
      '<!ENTITY % p \' <!ENTITY e "x"><?b c?><!ATTLIST a b CDATA "&e;"> \'>%p;\n%p;',
    )
    expect(entities.get('e')).toEqual({ kind: 'text', text: 'x' })
    expect(attributes.get('a')).toEqual([{ name: 'b', isTokenised: false, value: 'x' }])
    expect(instructions).toHaveLength(2)
    expect(isPartial).toBe(true)
  })

  it('may be in a parameter entity, if it is written by number there', () => {
    const { entities } = readSubset(
      '<!ENTITY % outer "&#37;inner;"><!ENTITY % inner "&#60;!ENTITY e \'x&#38;#10;\'>">%outer;',
    )
    expect(entities.get('e')).toEqual({ kind: 'text', text: 'x\n' })
  })

  it('may bring nothing', () => {
    expect(readSubset('<!ENTITY % p ""> %p;%p; <!ENTITY e "x">').entities.has('e')).toBe(true)
  })

  it('counts the first declaration, of parameter entities too', () => {
    const { entities } = readSubset(
      '<!ENTITY p "general"><!ENTITY % p "<!ENTITY e \'1\'>"><!ENTITY % p "<!">%p;<!ENTITY e "2">',
    )
    expect(entities.get('e')).toEqual({ kind: 'text', text: '1' })
    expect(entities.get('p')).toEqual({ kind: 'text', text: 'general' })
  })

  it.each([
    ['half a declaration', '<!ENTITY % p "<!ELEMENT a ">¦%p;ANY>', '"EMPTY", "ANY" or "("', ''],
    ['half a comment', '<!ENTITY % p "<!-- ">¦%p; -->', '"-->"', ''],
    ['half an instruction', '<!ENTITY % p "<?b ">¦%p; ?>', '"?>"', ''],
    ['half a literal', '<!ENTITY % p "<!ENTITY e \'">¦%p;\'>', '"\'"', ''],
    ['half a name', '<!ENTITY % p "<!ENTITY e">¦%p;f "x">', 'the name of an entity', ''],
    ['half a reference', '<!ENTITY % p "&#37;q">¦%p;;', 'the name of a parameter entity', ''],
    ['the end of the subset', '<!ENTITY % p "]">¦%p;', 'a declaration', ']'],
    ['text', '<!ENTITY % p "x">¦%p;', 'a declaration', 'x'],
    ['a conditional section', '<!ENTITY % p "<![INCLUDE[]]>">¦%p;', 'a declaration', '['],
    [
      'a reference in a declaration',
      '<!ENTITY % p "<!ELEMENT a &#37;q;>">¦%p;',
      '"EMPTY", "ANY" or "("',
      '%',
    ],
    [
      'half a declaration, deeper',
      '<!ENTITY % q "<!--"><!ENTITY % p " &#37;q;">¦%p;',
      '"-->"',
      '',
      'q',
    ],
  ])('must not bring %s', (_, marked, expected, found, name = 'p') => {
    const where = found === '' ? `the end of "%${name};"` : JSON.stringify(found)
    const fault = faultOf(() => readSubset(marked.replace('¦', '')))
    expect(fault?.fact).toBe(`expected ${expected}, found ${where}`)
    expect(fault?.at).toBe('<!DOCTYPE a ['.length + marked.indexOf('¦'))
  })

  it.each([
    ['itself', '<!ENTITY % p "&#37;p;">%p;'],
    ['itself through another', '<!ENTITY % p "&#37;q;"><!ENTITY % q "&#37;p;">%p;'],
  ])('must not bring %s', (_, subset) => {
    expect(faultOf(() => readSubset(subset))?.fact).toBe('parameter entity refers to itself: "%p;"')
  })

  it('must not bring a text declaration', () => {
    const fault = faultOf(() => readSubset('<!ENTITY % p "<?xml encoding=\'a\'?>">%p;'))
    expect(fault?.fact).toBe('processing instruction not allowed: "xml"')
  })
})

describe.each([
  ['external', '<!ENTITY % p SYSTEM "x">%p;'],
  ['not declared', '%p;'],
])('a reference to a parameter entity that is %s', (_, reference) => {
  const after =
    '<!ENTITY e "2"><!ENTITY f "3"><!ATTLIST a b CDATA "4" c CDATA "5"><!ENTITY % q "<!">%q;<?r?>'
  const subset = `<!ENTITY e "1"><!ATTLIST a b CDATA "1">${reference}${after}`

  it('leaves the declarations after it aside, for the entity might have declared the same', () => {
    const doctype = readSubset(subset)
    expect([...doctype.entities.keys()]).toEqual(['e'])
    expect(defaults(doctype)).toEqual({ b: '1' })
    expect(doctype.instructions).toHaveLength(1)
    expect(doctype.isPartial).toBe(true)
  })

  it.each(['<!ENTITY e "%">', '<!ATTLIST a b CDATA "<">', '<!ELEMENT a>'])(
    'does not excuse what is wrong after it: %s',
    (wrong) => {
      expect(faultOf(() => readSubset(reference + wrong))).toBeDefined()
    },
  )

  it('reports every reference to what is not declared in default values', () => {
    const { unknown } = readSubset(`${reference}<!ATTLIST a b CDATA "&x;&y;&x;">`)
    expect(unknown).toEqual(['x', 'y', 'x'])
  })
})

describe('a reference to an unknown entity in a default value', () => {
  const value = (policy: EntityPolicy) => {
    const subset = '<!ENTITY e "[&x;]"><!ATTLIST a b CDATA "&e;&uuml; &e;">'
    const outside = new Outside({ policy })
    return defaults(read(`<!DOCTYPE a SYSTEM "x" [${subset}]>`, { outside })).b
  }

  it.each([
    ['keep', '[&x;]&uuml; [&x;]'],
    ['html', '[&x;]ü [&x;]'],
    ['drop', '[] []'],
  ] as const)('is what is asked for: %s', (policy, text) => {
    expect(value(policy)).toBe(text)
  })

  it('is refused, if that is asked for', () => {
    const fault = faultOf(() => value('strict'))
    expect(fault?.fact).toBe('entity declared outside the document: "&x;"')
  })
})

describe('a standalone document', () => {
  const options = { isStandalone: true }

  it('goes on after a reference to a parameter entity that is external', () => {
    const subset = '<!ENTITY % p SYSTEM "x">%p;<!ENTITY e "1"><!ATTLIST a b CDATA "&e;">'
    expect(defaults(readSubset(subset, options))).toEqual({ b: '1' })
  })

  it('must declare its parameter entities, but for those in parameter entities', () => {
    const fault = faultOf(() => readSubset('%p;', options))
    expect(fault).toMatchObject({ fact: 'parameter entity not declared: "%p;"', at: 13 })
    expect(readSubset('<!ENTITY % p "&#37;q;">%p;', options).isPartial).toBe(true)
  })

  it('must not need what a parameter entity declares', () => {
    const subset = '<!ENTITY % p \'<!ENTITY e "x"><!ATTLIST a b CDATA "&e;">\'>%p;'
    expect(defaults(readSubset(subset, options))).toEqual({ b: 'x' })
    const fault = faultOf(() => readSubset(`${subset}<!ATTLIST a c CDATA "&e;">`, options))
    expect(fault?.fact).toBe(
      'entity declared in a parameter entity of a standalone document: "&e;"',
    )
  })

  it('must declare what its default values refer to', () => {
    const subset = '<!ENTITY % p SYSTEM "x">%p;<!ATTLIST a b CDATA "&e;">'
    expect(faultOf(() => readSubset(subset, options))?.fact).toBe('entity not declared: "&e;"')
  })
})
