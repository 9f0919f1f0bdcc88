import { describe, expect, it } from 'vitest'
import { defaults, faultOf, read, readSubset } from './read.ts'

describe('a document type declaration', () => {
  it.each([
    ['<!DOCTYPE a>', 'a', false],
    ['<!DOCTYPE\r\na\t>', 'a', false],
    ['<!DOCTYPE a:b []>', 'a:b', false],
    ['<!DOCTYPE 名前[ ] >', '名前', false],
    ['<!DOCTYPE \u{20000}\u{eFFFF}>', '\u{20000}\u{eFFFF}', false],
    ['<!DOCTYPE a SYSTEM "x">', 'a', true],
    ["<!DOCTYPE a SYSTEM '\"'[]>", 'a', true],
    ['<!DOCTYPE a PUBLIC "-//W3C//DTD \n\'()+,./:=?;!*#@$_%" "">', 'a', true],
    ["<!DOCTYPE a PUBLIC '' 'x' [ ]>", 'a', true],
  ])('names the root, and may have more outside: %s', (text, name, isPartial) => {
    expect(read(text)).toMatchObject({ name, isPartial })
  })

  it.each([
    'EMPTY',
    'ANY',
    '(#PCDATA)',
    '( #PCDATA )*',
    '(#PCDATA|b | a:c\n)*',
    '(b)',
    '(b?)*',
    '( b , c* , (d|e+)? , (f) )+',
    '((b|c)|((d)))',
    '((((b))))?',
  ])('may have elements with content %s', (content) => {
    expect(readSubset(`<!ELEMENT a ${content}><!ELEMENT a ${content} >`).name).toBe('a')
  })

  it.each([
    ['CDATA #IMPLIED', undefined, false],
    ['CDATA #REQUIRED', undefined, false],
    ['CDATA "x"', 'x', false],
    ["CDATA #FIXED '\"'", '"', false],
    ['CDATA " x\t\r\ny\rz "', ' x  y z ', false],
    ['CDATA "&#9;&#10;&#13;&#x20;"', '\t\n\r ', false],
    ['CDATA "%x;>"', '%x;>', false],
    ['CDATA "&lt;&amp;&quot;&apos;&gt;"', '<&"\'>', false],
    ['CDATA "&e;-&e;"', 'e  é-e  é', false],
    ['CDATA "&deep;"', '[e  é]\n<', false],
    ['NMTOKEN "x"', 'x', true],
    ['NMTOKENS " x \n  y&e; "', 'x ye é', true],
    ['NMTOKENS "x&#10;y"', 'x\ny', true],
    ['ID #IMPLIED', undefined, true],
    ['IDREF ""', '', true],
    ['IDREFS " "', '', true],
    ['ENTITY "x"', 'x', true],
    ['ENTITIES "x"', 'x', true],
    ['NOTATION (n) "n"', 'n', true],
    ['NOTATION ( n | m ) #REQUIRED', undefined, true],
    ['(x) "x"', 'x', true],
    ['( -1 | x:y\n|2.0 ) #IMPLIED', undefined, true],
  ])('may have attributes of the type %s', (type, value, isTokenised) => {
    const entities = '<!ENTITY e "e\t&#10;é"><!ENTITY deep "[&e;]&#38;#10;&lt;">'
    const { attributes } = readSubset(`${entities}<!ATTLIST a b ${type}>`)
    const expected = value === undefined ? {} : { value }
    expect(attributes.get('a')).toEqual([{ name: 'b', isTokenised, ...expected }])
  })

  it('counts the first declaration of an attribute, in any list', () => {
    const subset =
      '<!ATTLIST a b CDATA "1" b CDATA "2" c CDATA "3"><!ATTLIST a><!ATTLIST a c ID #IMPLIED d:e CDATA "4">'
    expect(defaults(readSubset(subset))).toEqual({ b: '1', c: '3', 'd:e': '4' })
  })

  it.each(['__proto__', 'constructor', 'toString'])('may use the name %s', (name) => {
    const { entities, attributes } = readSubset(
      `<!ENTITY ${name} "x"><!ATTLIST ${name} ${name} CDATA "&${name};">`,
    )
    expect([...entities.keys()]).toEqual([name])
    expect(attributes.get(name)).toEqual([{ name, isTokenised: false, value: 'x' }])
  })

  it.each([
    ['"text"', { kind: 'text', text: 'text' }],
    ["'\"'", { kind: 'text', text: '"' }],
    ['"\r\n\r\t<b>"', { kind: 'text', text: '\n\n\t<b>' }],
    ['"&#65;&#x41;&#13;&#38;#13;"', { kind: 'text', text: 'AA\r&#13;' }],
    ['"&later;&lt;"', { kind: 'text', text: '&later;&lt;' }],
    ['"&#37;p;&#60;"', { kind: 'text', text: '%p;<' }],
    ['SYSTEM "x"', { kind: 'external', file: 'x' }],
    ['PUBLIC \'x\' "y"', { kind: 'external', file: 'y' }],
    ['SYSTEM "x" NDATA n', { kind: 'unparsed' }],
  ])('may have an entity %s', (value, entity) => {
    const { entities } = readSubset(`<!ENTITY e ${value}><!ENTITY e "second" >`)
    expect(entities.get('e')).toEqual(entity)
    expect(entities.size).toBe(1)
  })

  it.each([
    '<!ENTITY lt "&#38;#60;">',
    '<!ENTITY lt "&#38;#x003C;">',
    '<!ENTITY amp "&#38;#0038;">',
    '<!ENTITY gt "&#62;">',
    '<!ENTITY gt ">">',
    '<!ENTITY apos "&#38;#x27;">',
    "<!ENTITY quot '\"'>",
  ])('may declare again what XML declares: %s', (declaration) => {
    expect(readSubset(declaration).entities.size).toBe(1)
  })

  it.each([
    '<!NOTATION n SYSTEM "x">',
    '<!NOTATION n PUBLIC "x">',
    "<!NOTATION n PUBLIC 'x' >",
    '<!NOTATION n PUBLIC "x" "y">',
    '<!---->',
    '<!-- <!ELEMENT " %x; - -->',
  ])('may have what says nothing to a processor: %s', (declaration) => {
    expect(readSubset(` ${declaration}\n${declaration}`)).toMatchObject({ isPartial: false })
  })

  it('has the instructions of the subset, in order', () => {
    const subset = '<?b?><?c\r\n d e?? ?><!-- <?f?> --><?g %x;?>'
    expect(readSubset(subset).instructions).toEqual([
      { target: 'b', data: '' },
      { target: 'c', data: 'd e?? ' },
      { target: 'g', data: '%x;' },
    ])
  })

  it('may have colons in any name without namespaces', () => {
    const subset =
      '<!ENTITY a:b "x"><!ENTITY % :c ""><!NOTATION :: SYSTEM "x"><?p:q?><!ELEMENT :a: ANY>%:c;'
    expect(readSubset(subset, { namespaces: false }).entities.has('a:b')).toBe(true)
  })
})

describe('a document type declaration that is cut off', () => {
  const text =
    '<!DOCTYPE a PUBLIC "b" "c" [<!ELEMENT a (b,(c|d)*)><!ATTLIST a b (c|d) #FIXED "&#x20;c">' +
    '<!ENTITY e "&lt;\u{1f600}"><!ENTITY % p SYSTEM "x">%p;<!NOTATION n PUBLIC "x"><!-- - --><?xm l?>] >'

  it('ends early wherever it does', () => {
    for (let cut = 1; cut < text.length; cut++) {
      if (/[\ud800-\udbff]/.test(text.charAt(cut - 1))) continue
      const fault = faultOf(() => read(text.slice(0, cut), { isComplete: false }))
      expect(fault?.fact).toMatch(/^document ends early: expected /)
      expect(fault?.at).toBe(cut)
    }
    expect(read(text).name).toBe('a')
  })

  it('is refused for what is wrong before the end', () => {
    const fault = faultOf(() => read('<!DOCTYPE a [<!ENTITY b "%', { isComplete: false }))
    expect(fault?.at).toBe(25)
  })
})
