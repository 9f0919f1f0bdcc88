import { describe, expect, it } from 'vitest'
import { DeclarationFiles } from '../../src/dtd/declaration-files.ts'
import { Outside } from '../../src/dtd/outside.ts'
import { faultOf, many, OPTIONS, readSubset } from './read.ts'

function readFiles(...texts: string[]) {
  const files = new DeclarationFiles({ ...OPTIONS, outside: new Outside() })
  const unread = texts.flatMap((text) => files.read(text).map(({ name, file }) => ({ name, file })))
  const { entities, attributes, parameters } = files.declarations
  const textOf = (name: string) => {
    const entity = entities.get(name)
    return entity?.kind === 'text' ? entity.text : entity?.kind
  }
  const defaults = (element: string) =>
    Object.fromEntries((attributes.get(element) ?? []).map(({ name, value }) => [name, value]))
  return { unread, entities, parameters, declarations: files.declarations, textOf, defaults }
}

const factOf = (text: string) => faultOf(() => readFiles(text))

describe('a file of declarations', () => {
  it.each([
    ['nothing', ''],
    ['white space and comments', ' \n<!-- % %x; & <! -->\t'],
    ['a text declaration', '<?xml version="1.0" encoding="UTF-8"?><!ENTITY e "x">'],
    ['one without a version', "<?xml encoding='UTF-8' ?>"],
    ['notations, elements and instructions', '<!NOTATION n SYSTEM "n"><!ELEMENT a (b|c)*><?q ]?>'],
  ])('may have %s', (_, text) => {
    expect(readFiles(text).unread).toEqual([])
  })

  it('declares entities and attributes, of which the first count, also of several files', () => {
    const { textOf, defaults } = readFiles(
      '<!ENTITY e "1"><!ENTITY e "2"><!ATTLIST a b CDATA "1">',
      '<!ENTITY e "3"><!ENTITY f "&#252;&e;"><!ATTLIST a b CDATA "2" c CDATA "&e;">',
    )
    expect([textOf('e'), textOf('f')]).toEqual(['1', 'ü&e;'])
    expect(defaults('a')).toEqual({ b: '1', c: '1' })
  })

  it.each([
    ['in a declaration', '<!ENTITY % p "b CDATA \'1\'"><!ATTLIST a %p; c CDATA "2">'],
    ['as most of one', "<!ENTITY % p \"a b CDATA '1' c CDATA '2'\"><!ATTLIST %p;>"],
    ['right before its end', '<!ENTITY % p "c CDATA \'2\'"><!ATTLIST a b CDATA "1" %p;>'],
    [
      'in one another',
      '<!ENTITY % q "CDATA"><!ENTITY % p "b %q; \'1\' c %q; \'2\'"><!ATTLIST a %p;>',
    ],
    [
      'by number in one another',
      '<!ENTITY % q "CDATA"><!ENTITY % p "b &#37;q; \'1\' c &#37;q; \'2\'"><!ATTLIST a %p;>',
    ],
    [
      'between declarations',
      "<!ENTITY % p \"<!ATTLIST a b CDATA '1'> <!ATTLIST a c CDATA '2'>\">%p;",
    ],
    [
      'in a declaration in a parameter entity',
      '<!ENTITY % q "CDATA"><!ENTITY % p "<!ATTLIST a b &#37;q; \'1\' c &#37;q; \'2\'>">%p;',
    ],
    [
      'without effect in values',
      '<!ENTITY % p "x"><!ATTLIST a b CDATA "1" c CDATA "2" d CDATA "%p;">',
      '%p;',
    ],
  ])('may refer to parameter entities %s', (_, text, d?: string) => {
    const { defaults, unread } = readFiles(text)
    expect(defaults('a')).toEqual({ b: '1', c: '2', ...(d && { d }) })
    expect(unread).toEqual([])
  })

  it.each([
    ['whole', '<!ENTITY % p "x">', '%p;', 'x'],
    ['in part', '<!ENTITY % p "x">', '1%p;2%p;', '1x2x'],
    ['with quotes', "<!ENTITY % p '\"'>", '%p;', '"'],
    ['with references', '<!ENTITY % p "&f;&#38;#65;">', '%p;', '&f;A'],
    ['in one another', '<!ENTITY % q "y"><!ENTITY % p "x&#37;q;x">', '%p;', 'xyx'],
    ['not at all', '', '&#37;p;', '%p;'],
  ])('may refer to them in the text of an entity, %s', (_, before, text, expected) => {
    expect(readFiles(`${before}<!ENTITY e "${text}">`).textOf('e')).toBe(expected)
  })

  it.each([
    ['INCLUDE', '<![INCLUDE[<!ENTITY e "1">]]>', '1'],
    ['INCLUDE, with space', '<![ INCLUDE [ <!ENTITY e "1"> ]]>', '1'],
    ['IGNORE', '<![IGNORE[<!ENTITY e "1">]]>', '2'],
    ['IGNORE, of anything', '<![IGNORE[ <!x " % & <![ y ]]> ] ]> <!ENTITY e "1"> ]]>', '2'],
    ['what a parameter entity says', '<!ENTITY % p "INCLUDE"><![%p;[<!ENTITY e "1">]]>', '1'],
    [
      'what the first of two says',
      '<!ENTITY % p " IGNORE "><!ENTITY % p "INCLUDE"><![ %p; [<!ENTITY e "1">]]>',
      '2',
    ],
    [
      'one in another',
      '<![INCLUDE[<![IGNORE[<!ENTITY e "0">]]><![INCLUDE[<!ENTITY e "1">]]>]]>',
      '1',
    ],
    ['one in a parameter entity', '<!ENTITY % p "<![INCLUDE[<!ENTITY e \'1\'>]]>">%p;', '1'],
    ['IGNORE, where it is not known', '<![%p;[<!ENTITY e "1">]]>', '2'],
  ])('has sections: %s', (_, text, expected) => {
    expect(readFiles(`${text}<!ENTITY e "2">`).textOf('e')).toBe(expected)
  })

  it('goes on after a file that is named but not given, and reports it once', () => {
    const { unread, textOf, defaults } = readFiles(
      '<!ENTITY % p PUBLIC "-//X" "x/y.ent">%p;<!ENTITY e "1">%q;%p;<!ATTLIST a %p; b CDATA "1">' +
        '<!ATTLIST a c CDATA "2"><!ENTITY f "1%q;"><!ENTITY g SYSTEM "g.xml"><!ENTITY h SYSTEM "h" NDATA n>',
    )
    expect(unread).toEqual([{ name: 'p', file: 'x/y.ent' }, { name: 'q' }])
    expect(['e', 'f', 'g', 'h'].map(textOf)).toEqual(['1', 'external', 'external', 'unparsed'])
    expect(defaults('a')).toEqual({ c: '2' })
  })

  it.each([
    ['<!ENTITY e "x>', 'expected "\\"", found the end', 14],
    ['<!ENTITY e ¦>', 'expected a value in quotes, "SYSTEM" or "PUBLIC", found ">"'],
    ['¦]>', 'expected a declaration, found "]"'],
    ['¦]]>', 'expected a declaration, found "]"'],
    ['<![INCLUDE[<!ENTITY e "1">', 'expected a declaration or "]]>", found the end', 26],
    ['<![IGNORE[<!ENTITY e "1">]>', 'expected "]]>", found the end', 27],
    ['<![¦OTHER[]]>', 'expected "INCLUDE" or "IGNORE", found "O"'],
    ['<!ENTITY % p "x"><![¦%p;[]]>', 'expected INCLUDE or IGNORE in "%p;"'],
    ['<!ENTITY % p "&#37;p;">¦%p;', 'parameter entity refers to itself: "%p;"'],
    ['<!ENTITY % p "&#37;p;"><!ATTLIST a ¦%p;>', 'parameter entity refers to itself: "%p;"'],
    ['<!ENTITY % p "&#37;p;"><!ENTITY e "¦%p;">', 'parameter entity refers to itself: "%p;"'],
    ['<!ENTITY % p "b x"><!ATTLIST a ¦%p; "1">', 'expected the type of an attribute, found "x"'],
    ['<!ENTITY % p "b CDATA"><!ATTLIST a %p; ¦1>', 'expected a value in quotes, found "1"'],
    ['<!ENTITY % p "b>"><!ATTLIST a c CDATA "1" ¦%p;>', 'expected white space, found ">"'],
    ['<!DOCTYPE a>', 'expected a declaration, found "D"', 2],
    ['<?xml version="1.0"¦?>', 'expected white space, found "?"'],
    ['<!ENTITY e "1"><?¦xml encoding="UTF-8"?>', 'processing instruction not allowed: "xml"'],
  ])('is refused at what is wrong: %s', (marked, fact, at = marked.indexOf('¦')) => {
    expect(factOf(marked.replace('¦', ''))).toMatchObject({ fact, at, isLimit: false })
  })

  it('may nest deeper than a stack, but not grow beyond limits', () => {
    const chain = (text: (n: number) => string) =>
      many(20_000, (n) => `<!ENTITY % p${20_000 - n} "${text(20_001 - n)}">`)
    const deep = `<!ENTITY % p20001 "b CDATA '1'">${chain((n) => `&#37;p${n};`)}<!ATTLIST a %p1;>`
    expect(readFiles(deep).defaults('a')).toEqual({ b: '1' })
    const laughs = many(30, (n) => `<!ENTITY % q${n + 1} "%q${n};%q${n};">`)
    expect(factOf(`<!ENTITY % q0 "ha">${laughs}`)).toMatchObject({
      fact: 'entities add more than 100 times the bytes read: raise --max-amplification',
      isLimit: true,
    })
  })
})

describe('the internal subset', () => {
  const { declarations } = readFiles(
    '<!ENTITY e "file"><!ENTITY f "file"><!ENTITY % pe "<!ENTITY g \'file\'>">' +
      '<!ATTLIST a b CDATA "file" c CDATA "file"><!ATTLIST z b CDATA "file">',
  )
  const outside = new Outside({ declarations })

  it('comes before the files of the user', () => {
    const { entities, attributes } = readSubset('<!ENTITY e "own"><!ATTLIST a b CDATA "own">', {
      outside,
    })
    expect([...entities.keys()]).toEqual(['e'])
    expect([...attributes]).toMatchObject([
      [
        'a',
        [
          { name: 'b', value: 'own' },
          { name: 'c', value: 'file' },
        ],
      ],
    ])
  })

  it('goes on after what was not read, as the files stand for it', () => {
    const subset =
      '<!ENTITY % p SYSTEM "x">%p;<!ENTITY e "own"><!ENTITY own "own"><!ATTLIST a b CDATA "own" d CDATA "own">%pe;'
    const { entities, attributes } = readSubset(subset, { outside })
    expect([...entities.keys()]).toEqual(['own', 'g'])
    expect(attributes.get('a')?.map(({ name, value }) => [name, value])).toEqual([
      ['b', 'file'],
      ['c', 'file'],
      ['d', 'own'],
    ])
  })

  it('has defaults that refer to what the files declare', () => {
    const { attributes } = readSubset('<!ATTLIST a b CDATA "&f;&e;">', { outside })
    expect(attributes.get('a')?.[0]?.value).toBe('filefile')
  })
})
