import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decoder } from '../../src/engine/decode.ts'
import { ENGINES, everyCut, inPieces } from './every-cut.ts'

const LE_MARK = [0xff, 0xfe]
const BE_MARK = [0xfe, 0xff]
const UTF8_MARK = [0xef, 0xbb, 0xbf]

function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8')
}

function utf16le(text: string): Buffer {
  return Buffer.from(text, 'utf16le')
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

function joined(...parts: (string | number[] | Uint8Array)[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part as string)))
}

describe('the decoder', () => {
  const characters = fc.constantFrom('\r', '\n', '\r\n', 'a', '<', 'ü', '€', '😀', '\u0085')

  it.each([
    ['UTF-8', (text: string) => joined('<a>', text)],
    ['UTF-8 with a mark', (text: string) => joined(UTF8_MARK, '<a>', text)],
    ['UTF-16LE', (text: string) => utf16le(`<a>${text}`)],
    ['UTF-16BE with a mark', (text: string) => joined(BE_MARK, utf16be(`<a>${text}`))],
  ])('gives the same text for every cut of %s, and knows where its characters are', (_, encode) => {
    const check = (parts: string[], size: number) => {
      const bytes = encode(parts.join(''))
      const decoder = new Decoder()
      const offsets: number[] = []
      let text = ''
      const take = (piece: string) => {
        text += piece
        for (let index = 0; index < piece.length; index++) offsets.push(decoder.offsetOf(index))
      }
      for (const piece of inPieces(bytes, size)) take(decoder.write(piece))
      take(decoder.end())

      expect(decoder.fault).toBeUndefined()
      expect(text).toBe(`<a>${parts.join('')}`.replace(/\r\n?/g, '\n'))
      // what lies before a character, when decoded, is the text before it
      const lineEnds = /\r\n?/g
      for (const [index, offset] of offsets.entries()) {
        if (/[\udc00-\udfff]/.test(text.charAt(index))) continue
        const before = new Decoder()
        const decoded = before.write(bytes.subarray(0, offset)) + before.end()
        expect(decoded.replace(lineEnds, '\n')).toBe(text.slice(0, index))
      }
    }
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), check),
    )
  })

  it('decodes a chunk before the next one comes', () => {
    const decoder = new Decoder()
    expect(decoder.write(utf8('<bus>'))).toBe('<bus>')
    expect(decoder.write(utf8('text'))).toBe('text')
    expect(decoder.write(utf8(''))).toBe('')
    expect(decoder.end()).toBe('')
  })

  it('does not keep the caller’s buffer', () => {
    const decoder = new Decoder()
    const [first, second] = [utf8('<a>\u20ac').subarray(0, 4), utf8('\u20ac').subarray(1)]
    const text = decoder.write(first)
    first.fill(0)
    expect(text + decoder.write(second)).toBe('<a>\u20ac')
  })
})

describe.each(Object.entries(ENGINES))('the %s engine', (name, engine) => {
  it.each([
    ['two bytes', 'ü'],
    ['three bytes', '€'],
    ['four bytes', '😀'],
    ['two, three and four bytes', 'ü€😀ü€😀'],
    [
      'the first and the last of each length',
      '\u0080\u07ff\u0800\ud7ff\ue000\ufffd\u{10000}\u{10ffff}',
    ],
  ])('reads characters of %s, wherever they are cut', (_, text) => {
    const { events } = everyCut(engine, `<a b="${text}">${text}</a>`)
    expect(events).toEqual(['<a>', `@b=${JSON.stringify(text)}`, JSON.stringify(text), '</a>'])
  })

  const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>`
  it.each([
    ['UTF-8', utf8('<a>ü€😀</a>')],
    ['UTF-8 with a mark', joined(UTF8_MARK, '<a>ü€😀</a>')],
    ['UTF-8, declared', utf8(`${declared('UTF-8')}<a>ü€😀</a>`)],
    [
      'UTF-8, declared in small letters and single quotes',
      utf8(`<?xml version='1.0' encoding = 'utf-8' standalone='yes' ?><a>ü€😀</a>`),
    ],
    ['UTF-8, declared and with a mark', joined(UTF8_MARK, `${declared('UTF-8')}<a>ü€😀</a>`)],
    ['UTF-16LE', utf16le('<a>ü€😀</a>')],
    ['UTF-16BE', utf16be('<a>ü€😀</a>')],
    ['UTF-16LE with a mark', joined(LE_MARK, utf16le('<a>ü€😀</a>'))],
    ['UTF-16BE with a mark', joined(BE_MARK, utf16be('<a>ü€😀</a>'))],
    [
      'UTF-16LE, declared and with a mark',
      joined(LE_MARK, utf16le(`${declared('UTF-16')}<a>ü€😀</a>`)),
    ],
    ['UTF-16BE, declared', utf16be(`${declared('UTF-16BE')}<a>ü€😀</a>`)],
  ])('reads %s', (_, bytes) => {
    expect(everyCut(engine, bytes)).toEqual({ events: ['<a>', '"ü€😀"', '</a>'], warnings: [] })
  })

  it.each(['ISO-8859-1', 'iso-8859-1', 'latin1'])('reads %s', (encoding) => {
    const { events } = everyCut(engine, latin1(`${declared(encoding)}<ü ä="ö">ÿ\u0085</ü>`))
    expect(events).toEqual(['<ü>', '@ä="ö"', '"ÿ\u0085"', '</ü>'])
  })

  it('takes no encoding from an instruction that only looks like the declaration', () => {
    const { events } = everyCut(engine, '<?xml-stylesheet encoding="latin1"?><a>ü</a>')
    expect(events[2]).toBe('"ü"')
  })

  it('does not take a mark inside the document for one', () => {
    expect(everyCut(engine, '<a>\ufeff</a>').events[1]).toBe('"\ufeff"')
  })

  it.each([
    ['an encoding it does not know', 'EBCDIC', 'encoding not supported: "EBCDIC"'],
    ['one that changes its meaning', 'iso-2022-jp', 'encoding not supported: "iso-2022-jp"'],
    [
      'an encoding named as an object’s method',
      'constructor',
      'encoding not supported: "constructor"',
    ],
    ['an encoding named as another word there', 'version', 'encoding not supported: "version"'],
  ])('refuses %s, and says where it stands', (_, encoding, fact) => {
    const { events, error } = everyCut(engine, `${declared(encoding)}<a/>`)
    const offset = declared('').indexOf('""') + 1
    expect(events).toEqual([])
    expect(error).toEqual({ kind: 'XmlError', fact, offset, line: 1, column: offset + 1 })
  })

  it.each([
    ['an encoding without a name', '', '""', 'found "\\""'],
    ['an encoding named __proto__', '__proto__', '"__proto__"', 'found "_"'],
  ])('refuses %s, which is no name of one', (_, encoding, quoted, found) => {
    const { events, error } = everyCut(engine, `${declared(encoding)}<a/>`)
    expect(events).toEqual([])
    expect(error).toMatchObject({ kind: 'XmlError', offset: declared('').indexOf('""') + 1 })
    const facts: Record<string, string> = {
      sax: `encoding not supported: ${quoted}`,
      kernel: `expected the name of an encoding, ${found}`,
    }
    expect(error?.fact).toBe(facts[name])
  })

  it.each([
    ['UTF-8', joined(UTF8_MARK, `${declared('ISO-8859-1')}<a/>`), 'ISO-8859-1'],
    ['UTF-16LE', joined(LE_MARK, utf16le(`${declared('UTF-8')}<a/>`)), 'UTF-8'],
    ['UTF-16BE', joined(BE_MARK, utf16be(`${declared('ISO-8859-1')}<a/>`)), 'ISO-8859-1'],
  ])('refuses an encoding that contradicts the byte order mark of %s', (_, bytes, encoding) => {
    const { events, error } = everyCut(engine, bytes)
    expect(events).toEqual([])
    expect(error?.fact).toBe(`encoding contradicts the byte order mark: "${encoding}"`)
  })

  it.each([
    ['a lone continuation byte', [0x80], '80'],
    ['an overlong "/" in two bytes', [0xc0, 0xaf], 'C0'],
    ['an overlong "/" in three bytes', [0xe0, 0x80, 0xaf], 'E0'],
    ['an overlong "/" in four bytes', [0xf0, 0x80, 0x80, 0xaf], 'F0'],
    ['a high surrogate', [0xed, 0xa0, 0x80], 'ED'],
    ['a pair of surrogates', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], 'ED'],
    ['a character beyond the last', [0xf4, 0x90, 0x80, 0x80], 'F4'],
    ['a lead byte that never was', [0xf8, 0x88, 0x80, 0x80, 0x80], 'F8'],
    ['the byte FF', [0xff], 'FF'],
    ['a lead byte without its second', [0xc3], 'C3'],
    ['a lead byte without its third', [0xe2, 0x82], 'E2'],
    ['a lead byte without its fourth', [0xf0, 0x9f, 0x98], 'F0'],
    ['a lead byte before another', [0xe2, 0xc3, 0xbc], 'E2'],
  ])('says where %s is', (_, bytes, byte) => {
    const { events, error } = everyCut(engine, joined('<a>ü<b/>\r\n€', bytes, 'x</a>'))
    const fact = `malformed character: byte 0x${byte}`
    expect(error).toEqual({ kind: 'XmlError', fact, offset: 14, line: 2, column: 2 })
    expect(events.slice(0, 4)).toEqual(['<a>', '"ü"', '<b>', '</b>'])
  })

  it.each([
    ['two', [0xc3]],
    ['three', [0xe2, 0x82]],
    ['four', [0xf0, 0x9f, 0x98]],
  ])('says where a character of %s bytes was truncated by the end', (_, bytes) => {
    const { error } = everyCut(engine, joined('<a>', bytes))
    expect(error).toMatchObject({ offset: 3, line: 1, column: 4 })
    expect(error?.fact).toContain('malformed character')
  })

  it.each([
    ['UTF-16LE', utf16le],
    ['UTF-16BE', utf16be],
  ])('says where %s is malformed', (_, encode) => {
    const bad = { kind: 'XmlError', offset: 8, line: 1, column: 5 }
    for (const lone of ['\ud83d', '\ude00', '\ude00\ud83d']) {
      const { error } = everyCut(engine, encode(`<a>ü${lone}x</a>`))
      expect(error).toMatchObject(bad)
      expect(error?.fact).toContain('malformed character')
    }
    expect(everyCut(engine, encode('<a>ü\ud83d')).error).toMatchObject(bad)
    expect(everyCut(engine, joined(encode('<a>ü'), [0x3c])).error).toMatchObject(bad)
  })

  it.each([0x00, 0x01, 0x08, 0x0b, 0x0c, 0x0e, 0x1b, 0x1f, 0xfffe, 0xffff])(
    'refuses the character U+%i',
    (code) => {
      const character = String.fromCharCode(code)
      const fact = `character not allowed: U+${code.toString(16).toUpperCase().padStart(4, '0')}`
      const position = { kind: 'XmlError', fact, offset: 14, line: 2, column: 2 }
      expect(everyCut(engine, `<a>ü<b/>\r\n€${character}</a>`).error).toEqual(position)
      const wide = everyCut(engine, utf16le(`<a>ü<b/>\r\n€${character}</a>`)).error
      expect(wide).toEqual({ ...position, offset: 22 })
    },
  )

  it.each([
    ['an attribute', '<a b="\u0001"/>'],
    ['a comment', '<a><!-- \u0001 --></a>'],
    ['an instruction', '<?p \u0001?><a/>'],
    ['CDATA', '<a><![CDATA[\u0001]]></a>'],
    ['a document type', '<!DOCTYPE a [<!-- \u0001 -->]><a/>'],
  ])('refuses a control character in %s', (_, document) => {
    const { error } = everyCut(engine, document)
    expect(error).toMatchObject({
      fact: 'character not allowed: U+0001',
      offset: document.indexOf('\u0001'),
    })
  })

  it('reads the characters that only look forbidden', () => {
    const text = '\t\u007f\u0080\u009f\u2028\ufffd'
    expect(everyCut(engine, `<a>${text}</a>`).events[1]).toBe(JSON.stringify(text))
  })

  it.each([
    ['a malformed byte', joined('<a></b>', [0xff], 'xyz')],
    ['a malformed byte and a forbidden character', joined('<a></b>', [0xff, 0x01])],
    ['a forbidden character', joined('<a></b>\u0001')],
  ])('reports the first fault, not %s after it', (_, bytes) => {
    const fact = 'tag not closed: expected </a>, found </b>'
    const first = { kind: 'XmlError', fact, offset: 3, line: 1, column: 4 }
    expect(everyCut(engine, bytes).error).toEqual(first)
  })
})
