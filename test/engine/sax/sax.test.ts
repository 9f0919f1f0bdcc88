import { describe, expect, it } from 'vitest'
import type { Target } from '../../../src/core/coroutine.ts'
import { saxEngine } from '../../../src/engine/sax/sax.ts'
import type { Tape } from '../../../src/engine/tape.ts'
import { ENGINES, everyCut, inPieces, read } from '../every-cut.ts'

describe.each(Object.entries(ENGINES))('the %s engine', (_, engine) => {
  it('sends an element, its attributes in order, its text and its end', () => {
    const { events } = everyCut(engine, '<bus route="22" id=\'1\'>North <b/>Bound</bus>')
    expect(events).toEqual([
      '<bus>',
      '@route="22"',
      '@id="1"',
      '"North "',
      '<b>',
      '</b>',
      '"Bound"',
      '</bus>',
    ])
  })

  it.each([
    ['CRLF', 'x\r\ny'],
    ['CR', 'x\ry'],
    ['LF', 'x\ny'],
  ])('turns %s into one line feed', (_, text) => {
    expect(everyCut(engine, `<a>${text}</a>`).events).toEqual(['<a>', '"x\\ny"', '</a>'])
    expect(everyCut(engine, `<a><![CDATA[${text}]]></a>`).events[1]).toBe('"x\\ny"')
  })

  it.each([
    ['\r\r', '\n\n'],
    ['\r\n\r\n', '\n\n'],
    ['\n\r', '\n\n'],
    ['\r\r\n\n', '\n\n\n'],
  ])('counts the line ends of %j', (raw, text) => {
    expect(everyCut(engine, `<a>x${raw}y</a>`).events[1]).toBe(JSON.stringify(`x${text}y`))
  })

  it('keeps white space between elements', () => {
    const { events } = everyCut(engine, '<a>\n <b> </b>\t</a>')
    expect(events).toEqual(['<a>', '"\\n "', '<b>', '" "', '</b>', '"\\t"', '</a>'])
  })

  it.each([
    ['a tab', '\t', ' '],
    ['a line feed', '\n', ' '],
    ['a carriage return', '\r', ' '],
    ['CRLF', '\r\n', ' '],
    ['a tab that is referred to', '&#9;', '\t'],
    ['a line feed that is referred to', '&#10;', '\n'],
    ['a carriage return that is referred to', '&#xD;', '\r'],
    ['a space, twice', '  ', '  '],
    ['the other quote', "'", "'"],
    ['a ">"', '>', '>'],
  ])('reads %s in an attribute', (_, written, value) => {
    const { events } = everyCut(engine, `<a b="x${written}y"/>`)
    expect(events).toEqual(['<a>', `@b=${JSON.stringify(`x${value}y`)}`, '</a>'])
  })

  it('allows white space around "=", after the last attribute and in an end tag', () => {
    const { events } = everyCut(engine, '<a b =\n"1"\tc= "2"\r\n></a\r\n>')
    expect(events).toEqual(['<a>', '@b="1"', '@c="2"', '</a>'])
  })

  it.each([
    ['CDATA', 'x<![CDATA[<&>]]>y', 'x<&>y'],
    ['CDATA with brackets', 'x<![CDATA[]]]]>y', 'x]]y'],
    ['CDATA with almost an end', 'x<![CDATA[a]b]]c] ]>]]>y', 'xa]b]]c] ]>y'],
    ['empty CDATA', 'x<![CDATA[]]>y', 'xy'],
    ['CDATA beside CDATA', '<![CDATA[x]]><![CDATA[y]]>', 'xy'],
    ['a reference, not in CDATA', '&amp;<![CDATA[&amp;]]>', '&&amp;'],
    ['a comment', 'x<!-- <b> & - -->y', 'xy'],
    ['an empty comment', 'x<!---->y', 'xy'],
    ['a comment that ends like CDATA', 'x<!-- ]]> -->y', 'xy'],
  ])('joins the text around %s', (_, content, text) => {
    const { events } = everyCut(engine, `<a>${content}</a>`)
    expect(events).toEqual(['<a>', JSON.stringify(text), '</a>'])
  })

  it.each([
    ['data', '<?p <b> & ? > ?>', '<?p <b> & ? > ?>'],
    ['no data', '<?p?>', '<?p ?>'],
    ['white space for data', '<?p \n ?>', '<?p ?>'],
    ['white space before its data', '<?p \r\n\tq r?>', '<?p q r?>'],
    ['line ends in its data', '<?p q\r\nr\rs?>', '<?p q\nr\ns?>'],
    ['data that ends in "?"', '<?p q??>', '<?p q??>'],
    ['a target that starts as that of the declaration', '<?xml-q r?>', '<?xml-q r?>'],
  ])('sends an instruction with %s, between the texts around it', (_, written, event) => {
    const { events } = everyCut(engine, `<a>x${written}y</a>`)
    expect(events).toEqual(['<a>', '"x"', event, '"y"', '</a>'])
  })

  it('reads what may stand around the root element, of which instructions are events', () => {
    const before = '<?xml version="1.0"?>\n<!-- c -->\n<!DOCTYPE a>\n<?p q?>\n'
    const { events } = everyCut(engine, `${before}<a/>\n<!-- c --><?r?>\n`)
    expect(events).toEqual(['<?p q?>', '<a>', '</a>', '<?r ?>'])
  })

  it('reads past comments and declarations in the document type, not past instructions', () => {
    const subset = `<!-- don't ]> --> <?p ]> don't?> <!ELEMENT a (#PCDATA)> <!ATTLIST b c CDATA "]>">`
    const { events } = everyCut(engine, `<!DOCTYPE a [${subset}<?q?>]><a/>`)
    expect(events).toEqual([`<?p ]> don't?>`, '<?q ?>', '<a>', '</a>'])
  })

  it.each([
    ['second root element: <b>', '<a/><b/>'],
    ['text after the root element: "x"', '<a/> x'],
    ['text after the root element: "&"', '<a/>&#32;'],
    ['text before the root element: "x"', ' x<a/>'],
    ['text before the root element: "x"', '<!-- c -->x<a/>'],
    ['text before the root element: "😀"', '😀<a/>'],
    ['text outside the root element', '<a/><![CDATA[x]]>'],
    ['text outside the root element', '<![CDATA[x]]><a/>'],
    ['text outside the root element', '<a/><![CDATA[]]>'],
    ['document type declaration not before the root', '<a/><!DOCTYPE a>'],
    ['document has no root element', '<!DOCTYPE a [<!ELEMENT a ANY>]>'],
    ['document has no root element', ''],
    ['document has no root element', ' \n'],
    ['document has no root element', '<?xml version="1.0"?><!-- c -->'],
    ['tag not opened: </a>', '</a>'],
    ['tag not opened: </b>', '<a/></b>'],
    ['tag not closed: expected </b>, found </a>', '<a><b></a></b>'],
    ['document ends early: expected </b>', '<a><b>'],
    ['attribute repeated: "b"', '<a b="1" c="2" b="3"/>'],
    ['attribute value not quoted: found "1"', '<a b=1/>'],
    ['attribute without value: expected "=", found ">"', '<a b>'],
    ['expected white space between attributes, found "c"', '<a b="1"c="2"/>'],
    ['expected ">" after "/", found "b"', '<a /b>'],
    ['expected a tag after "<", found "1"', '<a>1 <1</a>'],
    ['comment not closed: expected ">" after "--", found "b"', '<a><!-- a --b --></a>'],
  ])('says "%s" of %j', (fact, document) => {
    expect(everyCut(engine, document).error).toMatchObject({ kind: 'XmlError', fact })
  })

  it('sends the events before a fault, text included', () => {
    const { events } = everyCut(engine, '<a><b>1</b> 2</c></a>')
    expect(events).toEqual(['<a>', '<b>', '"1"', '</b>', '" 2"'])
  })

  it.each([
    ['the end of the input', '<a>text'],
    ['a malformed byte', Buffer.from('<a>text\xff</a>', 'latin1')],
    ['a second root element', '<a>text</a><b/>'],
  ])('sends the text before %s', (_, document) => {
    const { events, error } = everyCut(engine, document)
    expect(error).toBeDefined()
    expect(events.slice(0, 2)).toEqual(['<a>', '"text"'])
  })

  it('takes the names of what every object has for ordinary names', () => {
    const names = Object.getOwnPropertyNames(Object.prototype)
    expect(names).toEqual(expect.arrayContaining(['__proto__', 'hasOwnProperty', 'constructor']))
    const attributes = names.map((name) => ` ${name}="1"`).join('')
    const elements = names.map((name) => `<${name}/>`).join('')
    const { events } = everyCut(engine, `<a${attributes}>${elements}</a>`)
    expect(events).toEqual([
      '<a>',
      ...names.map((name) => `@${name}="1"`),
      ...names.flatMap((name) => [`<${name}>`, `</${name}>`]),
      '</a>',
    ])
  })

  it.each(['__proto__', 'hasOwnProperty', 'constructor'])(
    'finds a repeated attribute of the name %s',
    (name) => {
      const { error } = everyCut(engine, `<${name} ${name}="1" ${name}="2"/>`)
      expect(error?.fact).toBe(`attribute repeated: "${name}"`)
    },
  )

  it('reads names of every script', () => {
    const { events } = everyCut(engine, '<größe 名前="1"><été·1/></größe>')
    expect(events).toEqual(['<größe>', '@名前="1"', '<été·1>', '</été·1>', '</größe>'])
  })

  it('reads names beyond U+FFFF', () => {
    const type = '<!DOCTYPE 𐌰 [<!ENTITY 𐌱𐌲 "1">]>'
    const { events } = everyCut(engine, `${type}<𐌰 𐌱="2" c𐌱="3" c𐌱c="&𐌱𐌲;">&𐌱𐌲;<a𐌰/></𐌰 >`)
    const attributes = ['@𐌱="2"', '@c𐌱="3"', '@c𐌱c="1"']
    expect(events).toEqual(['<𐌰>', ...attributes, '"1"', '<a𐌰>', '</a𐌰>', '</𐌰>'])
  })

  it('takes characters beyond U+EFFFF for no part of a name', () => {
    expect(everyCut(engine, '<a><\u{effff}/></a>').events[1]).toBe('<\u{effff}>')
    for (const tag of [
      '<▮\u{f0000}/>',
      '<a▮\u{f0000}/>',
      '<a ▮\u{f0000}="1"/>',
      '</a▮\u{f0000}>',
    ]) {
      const { error } = everyCut(engine, `<a>${tag.replace('▮', '')}</a>`)
      expect(error?.fact).toContain('"\u{f0000}"')
      expect(error?.offset).toBe(3 + tag.indexOf('▮'))
    }
  })

  it('reads 1000 levels of elements and no more', () => {
    const nested = (depth: number) => Buffer.from('<a>'.repeat(depth) + '</a>'.repeat(depth))
    expect(read(engine, [nested(1000)])).toMatchObject({ events: { length: 2000 } })
    expect(read(engine, [nested(1001)])).toMatchObject({
      events: { length: 1000 },
      error: { kind: 'LimitError', fact: 'more than 1000 elements open: raise --max-depth' },
    })
  })

  it('counts only open elements against the depth', () => {
    const options = { limits: { depth: 2 } }
    expect(everyCut(engine, '<a><b/><b/><b></b></a>', options).error).toBeUndefined()
    const { events, error } = everyCut(engine, '<a><b><c/></b></a>', options)
    expect(events).toEqual(['<a>', '<b>'])
    expect(error).toMatchObject({
      kind: 'LimitError',
      fact: 'more than 2 elements open: raise --max-depth',
    })
  })

  const long = 'x'.repeat(100_000)
  it.each([
    ['a text', `<a>${long}</a>`, ['<a>', `"${long}"`, '</a>']],
    ['CDATA', `<a><![CDATA[${long}]]></a>`, ['<a>', `"${long}"`, '</a>']],
    ['an attribute', `<a b="${long}"/>`, ['<a>', `@b="${long}"`, '</a>']],
    ['a comment', `<a><!--${long}--></a>`, ['<a>', '</a>']],
    ['an instruction', `<a><?p ${long}?></a>`, ['<a>', `<?p ${long}?>`, '</a>']],
    ['a name', `<${long}/>`, [`<${long}>`, `</${long}>`]],
    ['a document type', `<!DOCTYPE a [<!-- ${long} -->]><a/>`, ['<a>', '</a>']],
  ])('reads %s of 100 kB', (_, document, events) => {
    for (const size of [document.length, 4096, 65_536, 65_537]) {
      const reading = read(engine, inPieces(Buffer.from(document), size))
      expect(reading).toEqual({ events, warnings: [] })
    }
  })

  it('answers that nothing more is wanted once its target is done', () => {
    let sends = 0
    const target: Target<Tape> = {
      send: () => ++sends < 2,
      close: () => {},
      throw: () => {},
      get done() {
        return sends >= 2
      },
    }
    const reader = engine(target)
    expect(reader.write(Buffer.from('<a><b>'))).toBe(true)
    expect(reader.write(Buffer.from('</b>'))).toBe(false)
    expect(reader.write(Buffer.from(''))).toBe(false)
  })
})

describe('the sax engine', () => {
  it.each([
    ['document ends early: expected </b>', '<a><b></b'],
    ['document ends early: expected </a>', '<a>&am'],
    ['document ends early: markup not closed', '<a/><!-- c -'],
    ['expected ";" after the name of an entity, found " "', '<a>R&D </a>'],
    ['expected a tag after "<", found white space', '<a>1 < b</a>'],
    ['expected a name after "<?"', '<a><? p?></a>'],
    ['character not allowed in a tag: "&"', '<a&b/>'],
    ['character not allowed in a closing tag: "&"', '<a></a&>'],
    [`document type declaration not closed: expected "]", found <a>`, '<!DOCTYPE a [<a/>'],
  ])('says "%s" of %j', (fact, document) => {
    expect(everyCut(saxEngine, document).error).toMatchObject({ kind: 'XmlError', fact })
  })
})

it.each([
  ['in the internal subset: document ends early: expected "]"', '<!DOCTYPE a [<!ENTITY b "c">'],
  ['in the internal subset: document ends early: expected "]"', '<!DOCTYPE a [<!-- ]><a/>'],
  ['in the internal subset: document ends early: expected "]"', '<!DOCTYPE a [<!ENTITY b "c]><a/>'],
  ['document ends early: document type declaration not closed', '<!DOCTYPE a SYSTEM "b><a/>'],
])('the sax engine says "%s" of %j', (fact, document) => {
  expect(everyCut(saxEngine, document).error).toMatchObject({ fact })
})
