import { describe, expect, it, test } from 'vitest'
import { kernelEngine } from '../../../src/engine/kernel/kernel.ts'
import { everyCut } from '../every-cut.ts'

/** The fact and the place marked by ▮ of a document that is not well-formed. */
const expectFault = (marked: string, fact: string) => {
  const [before = ''] = marked.split('▮')
  const { error } = everyCut(kernelEngine, marked.replace('▮', ''))
  expect(error).toMatchObject({ kind: 'XmlError', fact, offset: Buffer.byteLength(before) })
}

describe('the kernel engine, when markup is wrong,', () => {
  it.each([
    ['<a>1 <▮ b</a>', 'expected a tag after "<", found " "'],
    ['<a>1 <▮1</a>', 'expected a tag after "<", found "1"'],
    ['<a><▮></a>', 'expected a tag after "<", found ">"'],
    ['<a><▮\u{f0000}/></a>', 'expected a tag after "<", found "\u{f0000}"'],
    ['<a▮&b/>', 'character not allowed in a name: "&"'],
    ['<a▮"b"/>', 'character not allowed in a name: "\\""'],
    ['<ü▮\u{f0000}/>', 'character not allowed in a name: "\u{f0000}"'],
    ['<a></a▮&>', 'character not allowed in a name: "&"'],
    ['<?p▮&q?><a/>', 'character not allowed in a name: "&"'],
    ['<?p▮?q?><a/>', 'character not allowed in a name: "?"'],
    ['<a ▮"b"/>', 'expected an attribute, found "\\""'],
    ['<a b="1" ▮="2"/>', 'expected an attribute, found "="'],
    ['<a b="1"▮c="2"/>', 'expected white space between attributes, found "c"'],
    ['<a b ▮c="2"/>', 'attribute without value: expected "=", found "c"'],
    ['<a b▮/>', 'attribute without value: expected "=", found "/"'],
    ['<a b=▮1/>', 'attribute value not quoted: found "1"'],
    ['<a b="1▮<"/>', '"<" in the value of an attribute: write "&lt;"'],
    ['<a /▮ >', 'expected ">" after "/", found " "'],
    ['<a></▮ a>', 'expected a name after "</", found " "'],
    ['<a></▮>', 'expected a name after "</", found ">"'],
    ['<a></a ▮b="1">', 'expected ">", found "b"'],
    ['<a><?▮ p?></a>', 'expected a name after "<?", found " "'],
    ['<a><!-- a --▮b --></a>', 'comment not closed: expected ">" after "--", found "b"'],
    ['<a><!-- a --▮-></a>', 'comment not closed: expected ">" after "--", found "-"'],
    ['<a>]▮]]></a>', '"]]>" in text: write "]]&gt;"'],
    ['<a b="1" ü="2" ▮b = "3"/>', 'attribute repeated: "b"'],
    ['<a>▮<!ü></a>', 'expected "<!--", "<![CDATA[" or "<!DOCTYPE", found "<!ü"'],
    ['▮<!doctype a><a/>', 'expected "<!--", "<![CDATA[" or "<!DOCTYPE", found "<!d"'],
    ['<a>▮<!-x--></a>', 'expected "<!--", "<![CDATA[" or "<!DOCTYPE", found "<!-x"'],
    ['<a>▮<![CDAT[]]></a>', 'expected "<!--", "<![CDATA[" or "<!DOCTYPE", found "<![CDAT["'],
    ['<a>▮<!DOCTYPE a></a>', 'document type declaration not before the root'],
    ['<!DOCTYPE a>▮<!DOCTYPE a><a/>', 'second document type declaration'],
    ['\n▮<?xml version="1.0"?><a/>', 'declaration not at the start of the document: "<?xml"'],
    ['<a/>▮<?XML?>', 'target of an instruction not allowed: "XML"'],
    ['<a/>▮<![CDATA[]]>', 'text outside the root element'],
    ['<!DOCTYPE a [<▮a/>', 'in the internal subset: expected a declaration or "]", found "a"'],
  ])('says of %j: %s', expectFault)
})

describe('the kernel engine, when a reference is wrong,', () => {
  it.each([
    ['<a>R&D▮ </a>', 'expected ";" after "&D", found " "'],
    ['<a href="?b=1&c▮=2"/>', 'expected ";" after "&c", found "="'],
    ['<a>R&D▮</a>', 'expected ";" after "&D", found "<"'],
    ['<a b="&lt▮"/>', 'expected ";" after "&lt", found "\\""'],
    ['<a>R &▮ D</a>', 'expected a name after "&", found " "'],
    ['<a b="&▮"/>', 'expected a name after "&", found "\\""'],
    ['<a>&#▮X41;</a>', 'expected a digit after "&#", found "X"'],
    ['<a>&#x▮;</a>', 'expected a digit after "&#x", found ";"'],
    ['<a>&#1▮.5;</a>', 'expected ";" after "&#1", found "."'],
    ['<a>€▮&#xFFFF;</a>', 'character reference not allowed: "&#xFFFF;"'],
    ['<a>€▮&uuml;</a>', 'entity not declared: "&uuml;"'],
    ['<a b="€▮&uuml;"/>', 'entity not declared: "&uuml;"'],
    ['<a/>▮&#32;', 'text after the root element: "&"'],
  ])('says of %j: %s', expectFault)
})

describe('the kernel engine, when namespaces are wrong,', () => {
  it.each([
    ['<a>▮<p:b/></a>', 'prefix not declared: "p" in "p:b"'],
    ['<a b="1" ▮p:c = "2"/>', 'prefix not declared: "p" in "p:c"'],
    ['<!DOCTYPE a [<!ATTLIST a p:b CDATA "">]>▮<a/>', 'prefix not declared: "p" in "p:b"'],
    ['<▮a:b:c/>', 'colon misplaced: "a:b:c"'],
    ['<▮:a/>', 'colon misplaced: ":a"'],
    ['<▮a:/>', 'colon misplaced: "a:"'],
    ['<a ▮b:="1"/>', 'colon misplaced: "b:"'],
    ['<a xmlns:b="u" ▮b:1="1"/>', 'colon misplaced: "b:1"'],
    ['<?▮a:b?><a/>', 'colon misplaced: "a:b"'],
    ['▮<xmlns:a/>', 'prefix not allowed for an element: "xmlns:a"'],
    ['<a b="" ▮xmlns:p=""/>', 'namespace empty: xmlns:p=""'],
    ['<a ▮xmlns:xmlns="u"/>', 'namespace not allowed for "xmlns": "u"'],
    ['<a ▮xmlns:xml="u"/>', 'namespace not allowed for "xml": "u"'],
    [
      '<a ▮xmlns="http://www.w3.org/2000/xmlns/"/>',
      'namespace not allowed for the default: "http://www.w3.org/2000/xmlns/"',
    ],
    [
      '<a ▮xmlns:p="http://www.w3.org/XML/1998/namespace"/>',
      'namespace not allowed for "p": "http://www.w3.org/XML/1998/namespace"',
    ],
    ['<a xmlns:p="u" xmlns:q="u" p:b="1" ▮q:b="2"/>', 'attribute repeated in its namespace: "q:b"'],
  ])('says of %j: %s', expectFault)
})

describe('the kernel engine, when a document ends early,', () => {
  test('says that it ends in the internal subset', () => {
    const fact = 'in the internal subset: document ends early: expected a declaration or "]"'
    expectFault('<!DOCTYPE a [▮', fact)
  })

  it.each([
    ['<a><b>▮', 'expected </b>'],
    ['<a><b>text]]▮', 'expected </b>'],
    ['<a><▮', 'markup not closed'],
    ['<a><b c="1▮', 'tag not closed, expected ">"'],
    ['<a><b></b▮', 'tag not closed, expected ">"'],
    ['<a/><!-- c -▮', 'comment not closed, expected "-->"'],
    ['<a><!--▮', 'comment not closed, expected "-->"'],
    ['<a><![CDATA[x]]▮', 'CDATA not closed, expected "]]>"'],
    ['<a><?p▮', 'instruction not closed, expected "?>"'],
    ['<a><?p q ?▮', 'instruction not closed, expected "?>"'],
    ['<a>R&D▮', 'reference not closed, expected ";"'],
    ['<a>&#x4▮', 'reference not closed, expected ";"'],
    ['<a><![CD▮', 'markup not closed'],
  ])('says of %j: %s', (marked, fact) => expectFault(marked, `document ends early: ${fact}`))
})

describe('the kernel engine, when an entity is wrong,', () => {
  const subset = (declarations: string) => `<!DOCTYPE a [${declarations}]>`

  it.each([
    ['<!ENTITY x "<b>">', '<a>▮&x;</b></a>', 'entity must close what it opens, and no more: "&x;"'],
    ['<!ENTITY x "</a>">', '<a>▮&x;', 'entity must close what it opens, and no more: "&x;"'],
    ['<!ENTITY x "<b ">', '<a>▮&x;/></a>', 'entity must close what it opens, and no more: "&x;"'],
    ['<!ENTITY x "<!--">', '<a>▮&x;--></a>', 'entity must close what it opens, and no more: "&x;"'],
    [
      '<!ENTITY x "&#38;l">',
      '<a>▮&x;t;</a>',
      'entity must close what it opens, and no more: "&x;"',
    ],
    ['<!ENTITY x "&#38;D ">', '<a>▮&x;</a>', 'expected ";" after "&D", found " "'],
    ['<!ENTITY x "&#60; ">', '<a>▮&x;</a>', 'expected a tag after "<", found " "'],
    ['<!ENTITY x "<b></c>">', '<a>▮&x;</a>', 'tag not closed: expected </b>, found </c>'],
    ['<!ENTITY x "&x;">', '<a>▮&x;</a>', 'entity refers to itself: "&x;"'],
    ['<!ENTITY x "1&y;"><!ENTITY y "2&x;">', '<a>▮&x;</a>', 'entity refers to itself: "&x;"'],
    ['<!ENTITY x "1&y;"><!ENTITY y "2&x;">', '<a b="▮&y;"/>', 'entity refers to itself: "&y;"'],
    ['<!ENTITY x "1<2">', '<a b="▮&x;"/>', '"<" in the value of an attribute: "&x;"'],
    [
      '<!ENTITY x SYSTEM "x">',
      '<a b="▮&x;"/>',
      'external entity in the value of an attribute: "&x;"',
    ],
    [
      '<!NOTATION n SYSTEM "n"><!ENTITY x SYSTEM "x" NDATA n>',
      '<a>▮&x;</a>',
      'entity is data, not text: "&x;"',
    ],
  ])('says of %s and %j: %s', (declarations, marked, fact) => {
    expectFault(`${subset(declarations)}${marked}`, fact)
  })
})
