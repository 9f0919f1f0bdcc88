import { describe, expect, it } from 'vitest'
import { kernelEngine } from '../../../src/engine/kernel/kernel.ts'
import { everyCut } from '../every-cut.ts'

const ENCODINGS = {
  'UTF-8': (text: string) => Buffer.from(text),
  'UTF-8 with a mark': (text: string) => Buffer.from(`\ufeff${text}`),
  'UTF-16LE': (text: string) => Buffer.from(text, 'utf16le'),
  'UTF-16BE': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
}

/** What may stand before ▮, where a character is wrong whatever it is. */
const PLACES = {
  'before the root': '<!-- € -->\n▮<ü/>',
  text: '<ü>€\r\nx▮y</ü>',
  'a text that starts so': '<ü>▮</ü>',
  'a name': '<ü▮/>',
  'the name of an attribute': '<ü b▮="1"/>',
  'a value': '<ü b="€▮"/>',
  'white space in a tag': '<ü b="1" ▮/>',
  'an end tag': '<ü></ü ▮>',
  'a comment': '<ü><!-- €▮ --></ü>',
  CDATA: '<ü><![CDATA[€▮]]></ü>',
  'an instruction': '<?p €▮?><ü/>',
  'a declared value': '<!DOCTYPE ü [<!ENTITY x "€▮">]><ü/>',
  'the document type': '<!DOCTYPE ü [\r\n<!-- €▮ -->]><ü/>',
  'after the root': '<ü/>\r▮',
}

const position = (before: string) => {
  const lines = before.split(/\r\n|\r|\n/)
  return { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 }
}

describe.each(Object.entries(ENCODINGS))('the kernel engine, in %s,', (_, encode) => {
  it.each(Object.entries(PLACES))('points at a forbidden character in %s', (_, marked) => {
    const [before = ''] = marked.split('▮')
    for (const code of ['0000', '0001', '000B', '001F', 'FFFE', 'FFFF']) {
      const character = String.fromCharCode(Number.parseInt(code, 16))
      const { error } = everyCut(kernelEngine, encode(marked.replace('▮', () => character)))
      expect(error).toEqual({
        kind: 'XmlError',
        fact: `character not allowed: U+${code}`,
        offset: encode(before).length,
        ...position(before),
      })
    }
  })

  it.each(Object.entries(PLACES))('points at a fault before it in %s', (_, marked) => {
    const { error } = everyCut(kernelEngine, encode(`</b>${marked.replace('▮', '\u0001')}`))
    expect(error).toMatchObject({ fact: 'tag not opened: </b>', line: 1, column: 1 })
  })
})

describe('the kernel engine', () => {
  it.each(Object.entries(PLACES))('points at a byte that is no UTF-8 in %s', (_, marked) => {
    const [before = '', after = ''] = marked.split('▮')
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)])
    expect(everyCut(kernelEngine, bytes).error).toEqual({
      kind: 'XmlError',
      fact: 'malformed character: byte 0xFF',
      offset: Buffer.byteLength(before),
      ...position(before),
    })
  })

  it.each(Object.entries(PLACES))('points at a lone surrogate in %s', (_, marked) => {
    const [before = ''] = marked.split('▮')
    const bytes = Buffer.from(marked.replace('▮', '\ud800'), 'utf16le')
    const { error } = everyCut(kernelEngine, bytes)
    expect(error).toMatchObject({
      kind: 'XmlError',
      offset: before.length * 2,
      ...position(before),
    })
    expect(error?.fact).toContain('malformed character')
  })
})
