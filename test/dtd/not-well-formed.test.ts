import { describe, expect, it } from 'vitest'
import { faultOf, read, readSubset } from './read.ts'

const HEADS = [
  ['<!DOCTYPE¦>', 'expected white space, found ">"'],
  ['<!DOCTYPE¦a>', 'expected white space, found "a"'],
  ['<!DOCTYPE ¦>', 'expected the name of the root element, found ">"'],
  ['<!DOCTYPE ¦1>', 'expected the name of the root element, found "1"'],
  ['<!DOCTYPE a¦:>', 'colon not allowed: "a:"'],
  ['<!DOCTYPE ¦:a>', 'colon not allowed: ":a"'],
  ['<!DOCTYPE a:b¦:c>', 'colon not allowed: "a:b:c"'],
  ['<!DOCTYPE a¦:1>', 'colon not allowed: "a:1"'],
  ['<!DOCTYPE a ¦b>', 'expected "SYSTEM", "PUBLIC", "[" or ">", found "b"'],
  ['<!DOCTYPE a¦"b">', 'expected white space, "[" or ">", found "\\""'],
  ['<!DOCTYPE a SYSTEM¦"b">', 'expected white space, found "\\""'],
  ['<!DOCTYPE a SYSTEM ¦b>', 'expected a system identifier in quotes, found "b"'],
  ['<!DOCTYPE a PUBLIC "b"¦>', 'expected white space, found ">"'],
  ['<!DOCTYPE a PUBLIC "b"¦"c">', 'expected white space, found "\\""'],
  ['<!DOCTYPE a PUBLIC "¦\t" "c">', 'expected "\\"", found "\\t"'],
  ['<!DOCTYPE a PUBLIC "¦{}" "c">', 'expected "\\"", found "{"'],
  ['<!DOCTYPE a PUBLIC "b" "c" ¦"d">', 'expected ">", found "\\""'],
  ['<!DOCTYPE a [] ¦[]>', 'expected ">", found "["'],
  ['<!DOCTYPE a [] ¦SYSTEM "b">', 'expected ">", found "S"'],
  ['<!DOCTYPE a []¦', 'expected ">", found the end of the document type declaration'],
]

const SUBSETS = [
  ['¦x', 'expected a declaration or "]", found "x"'],
  ['¦&x;', 'expected a declaration or "]", found "&"'],
  ['<¦a/>', 'expected a declaration or "]", found "a"'],
  ['<!¦DOCTYPE a>', 'expected a declaration or "]", found "D"'],
  ['<!E¦lement a ANY>', 'expected a declaration or "]", found "l"'],
  ['<!¦[INCLUDE[]]>', 'expected a declaration or "]", found "["'],
  ['<!¦ ELEMENT a ANY>', 'expected a declaration or "]", found " "'],

  ['<!ELEMENT¦a ANY>', 'expected white space, found "a"'],
  ['<!ELEMENT a¦>', 'expected white space, found ">"'],
  ['<!ELEMENT a¦(b)>', 'expected white space, found "("'],
  ['<!ELEMENT a ¦any>', 'expected "EMPTY", "ANY" or "(", found "a"'],
  ['<!ELEMENT a ¦%b;>', 'expected "EMPTY", "ANY" or "(", found "%"'],
  ['<!ELEMENT a EMPTY¦X>', 'expected ">", found "X"'],
  ['<!ELEMENT a (¦)>', 'expected the name of an element or "(", found ")"'],
  ['<!ELEMENT a (b,¦)>', 'expected the name of an element or "(", found ")"'],
  ['<!ELEMENT a (b,c¦|d)>', 'expected "," or ")", found "|"'],
  ['<!ELEMENT a (b|(c,d)¦,e)>', 'expected "|" or ")", found ","'],
  ['<!ELEMENT a (b ¦c)>', 'expected "|", "," or ")", found "c"'],
  ['<!ELEMENT a (b ¦?)>', 'expected "|", "," or ")", found "?"'],
  ['<!ELEMENT a (b)?¦*>', 'expected ">", found "*"'],
  ['<!ELEMENT a (b) ¦*>', 'expected ">", found "*"'],
  ['<!ELEMENT a (b)¦)>', 'expected ">", found ")"'],
  ['<!ELEMENT a (b|¦#PCDATA)>', 'expected the name of an element or "(", found "#"'],
  ['<!ELEMENT a ((¦#PCDATA))>', 'expected the name of an element or "(", found "#"'],
  ['<!ELEMENT a (#PCD¦aTA)>', 'expected "#PCDATA", found "a"'],
  ['<!ELEMENT a (#PCDATA¦,b)*>', 'expected "|" or ")", found ","'],
  ['<!ELEMENT a (#PCDATA|b)¦>', 'expected "*", found ">"'],
  ['<!ELEMENT a (#PCDATA|b)¦?>', 'expected "*", found "?"'],
  ['<!ELEMENT a (#PCDATA)¦+>', 'expected ">", found "+"'],
  ['<!ELEMENT a (#PCDATA|¦(b))*>', 'expected the name of an element, found "("'],
  ['<!ELEMENT a (#PCDATA|b¦?)*>', 'expected "|" or ")", found "?"'],
  ['<!ELEMENT a (b:c¦:d)>', 'colon not allowed: "b:c:d"'],
  ['<!ELEMENT a ¦- - ANY>', 'expected "EMPTY", "ANY" or "(", found "-"'],

  ['<!ATTLIST ¦>', 'expected the name of an element, found ">"'],
  ['<!ATTLIST a¦"b">', 'expected white space or ">", found "\\""'],
  ['<!ATTLIST a b¦>', 'expected white space, found ">"'],
  ['<!ATTLIST a b ¦cdata "x">', 'expected the type of an attribute, found "c"'],
  ['<!ATTLIST a b CDATA¦"x">', 'expected white space, found "\\""'],
  ['<!ATTLIST a b CDATA ¦x>', 'expected a value in quotes, found "x"'],
  ['<!ATTLIST a b CDATA #¦implied>', 'expected "#REQUIRED", "#IMPLIED" or "#FIXED", found "i"'],
  ['<!ATTLIST a b CDATA #FIXED¦"x">', 'expected white space, found "\\""'],
  ['<!ATTLIST a b CDATA #FIXED ¦#IMPLIED>', 'expected a value in quotes, found "#"'],
  ['<!ATTLIST a b CDATA #REQUIRED ¦"x">', 'expected the name of an attribute or ">", found "\\""'],
  ['<!ATTLIST a b CDATA "x"¦c CDATA "y">', 'expected white space or ">", found "c"'],
  ['<!ATTLIST a b IDREF¦X "x">', 'expected white space, found "X"'],
  ['<!ATTLIST a b (¦) "x">', 'expected a name token, found ")"'],
  ['<!ATTLIST a b (c ¦d) "x">', 'expected "|" or ")", found "d"'],
  ['<!ATTLIST a b (c¦,d) "x">', 'expected "|" or ")", found ","'],
  ['<!ATTLIST a b (c)¦"x">', 'expected white space, found "\\""'],
  ['<!ATTLIST a b NOTATION¦(c) "x">', 'expected white space, found "("'],
  ['<!ATTLIST a b NOTATION ¦c "x">', 'expected "(", found "c"'],
  ['<!ATTLIST a b NOTATION (¦1) "x">', 'expected the name of a notation, found "1"'],
  ['<!ATTLIST a b CDATA "¦<">', '"<" in the value of an attribute'],
  ['<!ATTLIST a b CDATA "&¦ ">', 'expected the name of an entity, found " "'],
  ['<!ATTLIST a b CDATA "&lt¦">', 'expected ";", found "\\""'],
  ['<!ATTLIST a b CDATA "¦&#0;">', 'character reference not allowed: "&#0;"'],
  ['<!ATTLIST a b CDATA "¦&c;"><!ENTITY c "">', 'entity not declared: "&c;"'],
  ['<!ENTITY c "<"><!ATTLIST a b CDATA "¦&c;">', '"<" in the value of an attribute: "&c;"'],
  ['<!ENTITY c "&#60;"><!ATTLIST a b CDATA "¦&c;">', '"<" in the value of an attribute: "&c;"'],
  ['<!ENTITY c "&c;"><!ATTLIST a b CDATA "x¦&c;">', 'entity refers to itself: "&c;"'],
  ['<!ENTITY c "&d;"><!ATTLIST a b CDATA "¦&c;">', 'entity not declared: "&d;"'],
  [
    '<!ENTITY c "&#38;"><!ATTLIST a b CDATA "¦&c;">',
    'expected the name of an entity, found the end of "&c;"',
  ],
  [
    '<!ENTITY c SYSTEM "d"><!ATTLIST a b CDATA "¦&c;">',
    'external entity in the value of an attribute: "&c;"',
  ],
  ['<!ENTITY c SYSTEM "d" NDATA e><!ATTLIST a b CDATA "¦&c;">', 'entity is data, not text: "&c;"'],

  ['<!ENTITY¦>', 'expected white space, found ">"'],
  ['<!ENTITY ¦"b">', 'expected the name of an entity, found "\\""'],
  ['<!ENTITY b¦"c">', 'expected white space, found "\\""'],
  ['<!ENTITY b ¦c>', 'expected a value in quotes, "SYSTEM" or "PUBLIC", found "c"'],
  ['<!ENTITY b¦:c "d">', 'colon not allowed: "b:c"'],
  ['<!ENTITY %¦b "c">', 'expected white space, found "b"'],
  ['<!ENTITY % ¦% "c">', 'expected the name of an entity, found "%"'],
  ['<!ENTITY b "¦%">', 'reference to a parameter entity in a declaration'],
  ['<!ENTITY % b ""><!ENTITY c "¦%b;">', 'reference to a parameter entity in a declaration'],
  ['<!ENTITY b "&¦">', 'expected the name of an entity, found "\\""'],
  ['<!ENTITY b "&c¦ ;">', 'expected ";", found " "'],
  ['<!ENTITY b "&c¦:d;">', 'colon not allowed: "c:d"'],
  ['<!ENTITY b "¦&#xD800;">', 'character reference not allowed: "&#xD800;"'],
  ['<!ENTITY b "¦&#x110000;">', 'character reference not allowed: "&#x110000;"'],
  [
    '<!ENTITY b "¦&#99999999999999999999;">',
    'character reference not allowed: "&#99999999999999999999;"',
  ],
  ['<!ENTITY b "¦&#;">', 'character reference not allowed: "&#;"'],
  ['<!ENTITY b "&#¦X41;">', 'expected ";", found "X"'],
  ['<!ENTITY b "&#x4¦G;">', 'expected ";", found "G"'],
  ['<!ENTITY b SYSTEM "c"¦NDATA d>', 'expected white space or ">", found "N"'],
  ['<!ENTITY b SYSTEM "c" ¦ndata d>', 'expected "NDATA" or ">", found "n"'],
  ['<!ENTITY b SYSTEM "c" NDATA ¦"d">', 'expected the name of a notation, found "\\""'],
  ['<!ENTITY b "c" ¦NDATA d>', 'expected ">", found "N"'],
  ['<!ENTITY % b SYSTEM "c" ¦NDATA d>', 'expected ">", found "N"'],
  ['<!ENTITY b PUBLIC "c"¦>', 'expected white space, found ">"'],
  ['<!ENTITY ¦lt "&#60;">', 'entity of XML itself declared as something else: "&lt;"'],
  ['<!ENTITY ¦amp "&#38;">', 'entity of XML itself declared as something else: "&amp;"'],
  ['<!ENTITY ¦gt "&#60;">', 'entity of XML itself declared as something else: "&gt;"'],
  ['<!ENTITY ¦quot SYSTEM "x">', 'entity of XML itself declared as something else: "&quot;"'],

  ['<!NOTATION¦>', 'expected white space, found ">"'],
  ['<!NOTATION n¦>', 'expected white space, found ">"'],
  ['<!NOTATION n ¦"x">', 'expected "SYSTEM" or "PUBLIC", found "\\""'],
  ['<!NOTATION n PUBLIC "x"¦"y">', 'expected ">", found "\\""'],
  ['<!NOTATION n PUBLIC "x" ¦y>', 'expected a system identifier in quotes, found "y"'],
  ['<!NOTATION n¦:m SYSTEM "x">', 'colon not allowed: "n:m"'],

  ['<!-¦ x -->', 'expected a declaration or "]", found " "'],
  ['<!-- x --¦ -->', 'expected "-->", found " "'],
  ['<!-- x --¦->', 'expected "-->", found "-"'],
  ['<?¦ x?>', 'expected the target of a processing instruction, found " "'],
  ['<?x¦+?>', 'expected white space or "?>", found "+"'],
  ['<?x¦:y?>', 'colon not allowed: "x:y"'],
  ['<?¦xml version="1.0"?>', 'processing instruction not allowed: "xml"'],
  ['<?¦XmL?>', 'processing instruction not allowed: "XmL"'],

  ['%¦ ', 'expected the name of a parameter entity, found " "'],
  ['%b¦ ', 'expected ";", found " "'],
  ['%b¦:c;', 'colon not allowed: "b:c"'],

  ['<!-- ¦\u0001 -->', 'character not allowed: U+0001'],
  ['<!ELEMENT a¦\ufffe ANY>', 'character not allowed: U+FFFE'],
  ['<!ENTITY b "¦\ud800">', 'character not allowed: U+D800'],
]

describe('a document type declaration', () => {
  it.each(HEADS)('is refused at the character that is wrong: %s', (marked, fact) => {
    const at = marked.indexOf('¦')
    const fault = faultOf(() => read(marked.replace('¦', '')))
    expect(fault).toMatchObject({ fact, at, isLimit: false })
  })

  it.each(SUBSETS)(
    'is refused at the character of the subset that is wrong: %s',
    (marked, fact) => {
      const fault = faultOf(() => readSubset(marked.replace('¦', '')))
      expect(fault).toMatchObject({ fact, at: '<!DOCTYPE a ['.length + marked.indexOf('¦') })
    },
  )

  it.each(SUBSETS)('is refused there with other line ends in front: %s', (marked) => {
    for (const lineEnds of ['\r', '\r\n', '\r\n\r\n\n\r\r\n']) {
      const fault = faultOf(() => readSubset(lineEnds + marked.replace('¦', '')))
      expect(fault?.at).toBe('<!DOCTYPE a ['.length + lineEnds.length + marked.indexOf('¦'))
    }
  })
})
