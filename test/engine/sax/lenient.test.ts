import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { saxEngine } from '../../../src/engine/sax/sax.ts'
import { everyCut, inPieces, read } from '../every-cut.ts'

const LENIENT = { lenient: true }

/** The events of a document, in one line, and the warnings. */
function mended(document: string | Uint8Array): [events: string, warnings: string[]] {
  const { events, warnings, error } = everyCut(saxEngine, document, LENIENT)
  expect(error).toBeUndefined()
  return [events.join(' '), warnings]
}

describe('the lenient sax engine', () => {
  it.each([
    [
      'closes a tag at the end of its parent',
      '<a><b><i>x</b>y</a>',
      '<a> <b> <i> "x" </i> </b> "y" </a>',
      '1:11: tag not closed: expected </i>, found </b>',
    ],
    [
      'closes all tags at the end of the document',
      '<a><b>x',
      '<a> <b> "x" </b> </a>',
      '1:8: document ends early: expected </b>',
    ],
    [
      'skips an end tag without a start',
      '<a>x</b>y</a>',
      '<a> "xy" </a>',
      '1:5: tag not opened: </b>',
    ],
    ['skips an end tag before the root', '</b><a/>', '<a> </a>', '1:1: tag not opened: </b>'],
    [
      'takes "&" for text before a space',
      '<a>R & D</a>',
      '<a> "R & D" </a>',
      '1:7: expected ";" after the name of an entity, found " "',
    ],
    [
      'takes "&" for text before a tag',
      '<a>R&D</a>',
      '<a> "R&D" </a>',
      '1:7: expected ";" after the name of an entity, found "<"',
    ],
    [
      'takes "&" for text in an attribute',
      '<a b="R&D" c="&"/>',
      '<a> @b="R&D" @c="&" </a>',
      '1:10: expected ";" after the name of an entity, found "\\""',
    ],
    [
      'reads the reference after an "&"',
      '<a>&&amp;</a>',
      '<a> "&&" </a>',
      '1:5: expected ";" after the name of an entity, found "&"',
    ],
    [
      'keeps unknown entities as text',
      '<a b="&uuml;">&nbsp;</a>',
      '<a> @b="&uuml;" "&nbsp;" </a>',
      '1:12: entity not declared: "&uuml;"',
    ],
    [
      'keeps entities with markup as text',
      '<!DOCTYPE a [<!ENTITY x "<b/>">]><a>&x;</a>',
      '<a> "&x;" </a>',
      '1:39: entity with markup not supported: "&x;"',
    ],
    [
      'keeps references to characters that cannot be as text',
      '<a>&#0;</a>',
      '<a> "&#0;" </a>',
      '1:7: character reference not allowed: "&#0;"',
    ],
    [
      'takes "<" for text before what begins no name',
      '<a>1 <2<b/></a>',
      '<a> "1 <2" <b> </b> </a>',
      '1:7: expected a tag after "<", found "2"',
    ],
    [
      'takes "<" for text before white space',
      '<a>b < c</a>',
      '<a> "b < c" </a>',
      '1:6: expected a tag after "<", found white space',
    ],
    [
      'takes "<" for text before a tag',
      '<a><<b/></a>',
      '<a> "<" <b> </b> </a>',
      '1:5: expected a tag after "<", found "<"',
    ],
    [
      'takes "</" for text before what begins no name',
      '<a></></a>',
      '<a> "</>" </a>',
      '1:6: expected a name after "</", found ">"',
    ],
    [
      'reads attributes without quotes',
      '<a b=1 c=x/y></a>',
      '<a> @b="1" @c="x/y" </a>',
      '1:6: attribute value not quoted: found "1"',
    ],
    [
      'reads attributes with nothing after "="',
      '<a b=></a>',
      '<a> @b="" </a>',
      '1:6: attribute value not quoted: found ">"',
    ],
    [
      'reads attributes without a value',
      '<a b c><b d/><b e /></a>',
      '<a> @b="" @c="" <b> @d="" </b> <b> @e="" </b> </a>',
      '1:6: attribute without value: expected "=", found "c"',
    ],
    [
      'reads attributes with nothing between them',
      '<a b="1"c="2"/>',
      '<a> @b="1" @c="2" </a>',
      '1:9: expected white space between attributes, found "c"',
    ],
    [
      'reads the first of attributes of one name',
      '<a b="1" b="2" b="3" c="4"/>',
      '<a> @b="1" @c="4" </a>',
      '1:14: attribute repeated: "b"',
    ],
    [
      'reads on after a slash',
      '<a /b="1"/>',
      '<a> @b="1" </a>',
      '1:5: expected ">" after "/", found "b"',
    ],
    [
      'skips what is no attribute',
      '<a "b="1"/>',
      '<a> @b="1" </a>',
      '1:4: expected an attribute, found "\\""',
    ],
    [
      'reads comments with "--" in them',
      '<a><!-- a--b --></a>',
      '<a> </a>',
      '1:12: comment not closed: expected ">" after "--", found "b"',
    ],
    [
      'reads second roots',
      '<a>x</a> <b>y<c/></b>',
      '<a> "x" </a> <b> "y" <c> </c> </b>',
      '1:10: second root element: <b>',
    ],
    ['skips text before the root', 'x<a/>', '<a> </a>', '1:1: text before the root element: "x"'],
    [
      'skips text after the root',
      '<a/>x&amp;y',
      '<a> </a>',
      '1:5: text after the root element: "x"',
    ],
    ['reads nothing', '', '', '1:1: document has no root element'],
    [
      'takes an unknown prefix for no namespace',
      '<p:a p:b="1"/>',
      '<p:a> @p:b="1" </p:a>',
      '1:1: prefix not declared: "p" in "p:a"',
    ],
    [
      'ends a document type at the first tag',
      '<!DOCTYPE a [<!ENTITY x "1"><a>&x;<!-- c -->y</a>',
      '<a> "1y" </a>',
      '1:31: document type declaration not closed: expected "]", found <a>',
    ],
    [
      'keeps text that is not finished',
      '<a>x&am',
      '<a> "x&am" </a>',
      '1:8: document ends early: expected </a>',
    ],
    [
      'keeps CDATA that is not finished',
      '<a><![CDATA[x]',
      '<a> "x" </a>',
      '1:15: document ends early: expected </a>',
    ],
  ])('%s: %s', (_, document, events, warning) => {
    expect(mended(document)).toEqual([events, [`input:${warning}`]])
  })

  it('keeps the case of names, and scripts', () => {
    const [events, warnings] = mended('<A b="1"><Script>x</Script></A>')
    expect(events).toBe('<A> @b="1" <Script> "x" </Script> </A>')
    expect(warnings).toEqual([])
  })

  it('warns once of each kind', () => {
    const { warnings } = read(
      saxEngine,
      [Buffer.from('<a>&x;&y;<b c=1 d=2></a></a><p:a/><q:a/>')],
      LENIENT,
    )
    expect(warnings).toEqual([
      'input:1:6: entity not declared: "&x;"',
      'input:1:15: attribute value not quoted: found "1"',
      'input:1:21: tag not closed: expected </b>, found </a>',
      'input:1:25: tag not opened: </a>',
      'input:1:29: second root element: <p:a>',
      'input:1:29: prefix not declared: "p" in "p:a"',
    ])
  })

  const latin1 = (text: string) => Buffer.from(text, 'latin1')
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
  it.each([
    ['malformed bytes', latin1('<a>\r\nx\xfc\xe2y\xff</a>'), 'malformed character: byte 0xFC'],
    ['control characters', '<a>\r\nx\0\x0by\x1f</a>', 'character not allowed: U+0000'],
    ['lone surrogates', utf16('<a>\r\nx\ud800\udc00\udc00\ud800y\ud800</a>'), 'malformed'],
  ])('reads U+FFFD for %s', (_, document, fact) => {
    const [events, warnings] = mended(document)
    expect(events).toMatch(/^<a> "\\nx\u{10000}?\ufffd\ufffdy\ufffd" <\/a>$/u)
    expect(warnings.length).toBe(1)
    expect(warnings[0]).toContain(fact)
    expect(warnings[0]).toMatch(/^input:2:[23]: /)
  })

  it('reads as UTF-8, or by its mark, what names an encoding that it does not know', () => {
    const document = '<?xml version="1.0" encoding="none"?><a>ü</a>'
    expect(mended(document)).toEqual([
      '<a> "ü" </a>',
      ['input:1:31: encoding not supported: "none"'],
    ])
    expect(mended(utf16(document))).toEqual([
      '<a> "ü" </a>',
      ['input:1:31: encoding contradicts the byte order mark: "none"'],
    ])
  })

  it('knows limits', () => {
    const { events, error } = everyCut(saxEngine, '<a><b>x<b>', {
      ...LENIENT,
      limits: { depth: 2 },
    })
    expect(events).toEqual(['<a>', '<b>', '"x"'])
    expect(error?.kind).toBe('LimitError')
  })

  it('reads what is well-formed as ever, without a warning', () => {
    for (const document of fixtures()) {
      const strict = read(saxEngine, [document])
      if (strict.error === undefined) expect(read(saxEngine, [document], LENIENT)).toEqual(strict)
    }
  })

  it('throws nothing, whatever becomes of a document, and reads it the same however cut', () => {
    const documents = fixtures().map((bytes) => bytes.subarray(0, 2000))
    const law = (which: number, changes: [number, number, Uint8Array][], size: number) => {
      let bytes = Buffer.from(documents[which % documents.length] ?? [])
      for (const [where, length, put] of changes) {
        const at = where % (bytes.length + 1)
        bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)])
      }
      const whole = read(saxEngine, [bytes], LENIENT)
      const cut = read(saxEngine, inPieces(bytes, size), LENIENT)
      expect(whole.error).toBeUndefined()
      expect(cut.events).toEqual(whole.events)
      let open = 0
      for (const event of whole.events) {
        if (event.startsWith('</')) open--
        else if (/^<[^?]/.test(event)) open++
        expect(open).toBeGreaterThanOrEqual(0)
      }
      expect(open).toBe(0)
    }
    const change = fc.tuple(
      fc.nat(2000),
      fc.nat(3),
      fc.oneof(MARKUP, fc.uint8Array({ maxLength: 2 })),
    )
    const changes = fc.array(change, { minLength: 1, maxLength: 8 })
    fc.assert(fc.property(fc.nat(99), changes, fc.integer({ min: 1, max: 9 }), law), {
      numRuns: 1000,
    })
  })
})

const MARKUP = fc
  .constantFrom('<', '>', '&', '"', '/', '=', '</', '<!', ']', ']]>', '-->', '<?', '?>', ' ', '😀')
  .chain((first) =>
    fc
      .constantFrom(
        '',
        '<![CDATA[',
        '<!--',
        '<!DOCTYPE a [',
        '</>',
        '< ',
        '<b c/>',
        '&x;',
        'xmlns=""',
      )
      .map((second) => Buffer.from(first + second)),
  )

function fixtures(): Buffer[] {
  return readdirSync('fixtures')
    .filter((name) => name.endsWith('.xml'))
    .map((name) => readFileSync(`fixtures/${name}`))
}
