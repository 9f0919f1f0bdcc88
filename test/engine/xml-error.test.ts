import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coroutine } from '../../src/core/coroutine.ts'
import { CosaxError } from '../../src/core/errors.ts'
import type { CreateEngine } from '../../src/engine/engine.ts'
import type { Tape } from '../../src/engine/tape.ts'
import { LimitError, XmlError } from '../../src/engine/xml-error.ts'
import { ENGINES, everyCut } from './every-cut.ts'

const position = { offset: 30, line: 3, column: 5 }

describe('an XML error', () => {
  it('says source, line, column and fact in its message and keeps them', () => {
    const error = new XmlError('tag not opened: </a>', 'buses.xml', position, '/buses/bus')
    expect(error.message).toBe('buses.xml:3:5: tag not opened: </a>')
    expect(error.name).toBe('XmlError')
    expect(error).toMatchObject({ ...position, source: 'buses.xml', path: '/buses/bus' })
    expect(error.fact).toBe('tag not opened: </a>')
  })

  it('has a kind of its own for limits', () => {
    const error = new LimitError('too deep', 'input', position, '/')
    expect(error.name).toBe('LimitError')
    expect(error).toBeInstanceOf(XmlError)
    expect(error).toBeInstanceOf(CosaxError)
  })
})

describe.each(Object.entries(ENGINES))('the %s engine', (name, engine) => {
  it('names the input, "input" if it has no name', () => {
    expect(errorOf(engine, '<a></b>', { source: 'b.xml' }).message).toBe(
      'b.xml:1:4: tag not closed: expected </a>, found </b>',
    )
    expect(errorOf(engine, '<a></b>').source).toBe('input')
  })

  it.each([
    ['/', '<a/><b/>'],
    ['/buses', '<buses><bus/></route></buses>'],
    ['/buses/bus', '<buses><bus></route></buses>'],
    ['/buses/p:bus', '<buses xmlns:p="u"><p:bus>'],
  ])('says that %s was open', (path, document) => {
    expect(errorOf(engine, document).path).toBe(path)
  })

  it.each([
    ['on the first line', '<a></b>', 3, 1, 4],
    ['on a later line', '<buses>\n  <bus>\n  </route>\n</buses>', 18, 3, 3],
    ['at the start of a line', '<a>\n</b>', 4, 2, 1],
    ['after CRLF', '<a>\r\n\r\n</b>', 7, 3, 1],
    ['after CR', '<a>\r\r</b>', 5, 3, 1],
    ['after characters of two and three bytes', '<a>ü€</b>', 8, 1, 6],
    ['after a character of four bytes', '<a>😀</b>', 7, 1, 5],
    ['after an entity', '<a>&amp;&#10;</b>', 13, 1, 14],
    ['after a byte order mark', '\ufeff<a></b>', 6, 1, 4],
    ['with a name of two-byte characters', '<a></üüüü>', 3, 1, 4],
    ['with white space', '<a></b  >', 3, 1, 4],
    ['broken over lines', '<a>\n <b>\n  </c\n\t>', 11, 3, 3],
    ['broken over lines by CRLF', '<a></b\r\n\r\n>', 3, 1, 4],
  ])('points at the "<" of the wrong end tag %s', (_, document, offset, line, column) => {
    const { error } = everyCut(engine, document)
    expect(error?.fact).toMatch(/^tag not closed: expected <\/\w+>, found <\/.+>$/)
    expect(error).toMatchObject({ offset, line, column })
  })

  it.each([
    ['UTF-16LE', (text: string) => Buffer.from(text, 'utf16le'), 12],
    ['UTF-16BE', (text: string) => Buffer.from(text, 'utf16le').swap16(), 12],
    ['UTF-16LE with a mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'), 14],
  ])('points at the "<" of the wrong end tag in %s', (_, encode, offset) => {
    const { error } = everyCut(engine, encode('<a>ü\r\n</bus>'))
    expect(error).toMatchObject({ offset, line: 2, column: 1 })
  })

  it('points at the "<" of the wrong end tag in ISO-8859-1', () => {
    const declaration = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    const { error } = everyCut(engine, Buffer.from(`${declaration}<é>ü</ü>`, 'latin1'))
    const offset = declaration.length + 4
    expect(error).toMatchObject({ offset, line: 1, column: offset + 1 })
  })

  it.each([
    ['an entity not declared', name === 'sax' ? '<ü>€\r\n&uuml▮;</ü>' : '<ü>€\r\n▮&uuml;</ü>'],
    ['a second root', '<a/>\r\n▮<b>'],
    ['text after the root', '<a/>\n ▮ü'],
    ['text before the root', '\n ▮ü<a/>'],
    ['an unquoted value', '<ü b=▮1>'],
    ['an attribute without a value', '<ü b▮>'],
    ['a stray "<"', '<ü>€\r\n1 <▮1'],
    ['an entity that is cut off', '<ü>€\r\nR&D▮ </ü>'],
    ['the tag with an undeclared prefix', '<ü>€\r\n▮<p:b>'],
    ['an end in text', '<ü>€\r\ntext▮'],
    ['an end after CR', '<ü>€\r▮'],
    ['an end after CRLF', '<ü>€\r\n▮'],
    ['an end in a tag', '<ü>€\r\n<b▮'],
    ['an end before the root', '\r\n<!-- € -->\r\n▮'],
    ['an empty document', '▮'],
  ])('points at %s', (_, marked) => {
    const [before = ''] = marked.split('▮')
    const { error } = everyCut(engine, marked.replace('▮', ''))
    expect(error).toMatchObject({ offset: Buffer.byteLength(before), ...lineAndColumn(before) })
  })

  it('points at a fault after anything', () => {
    const part = fc.constantFrom(
      ...[
        '\n',
        '\r',
        '\r\n',
        'x',
        'ü',
        '€',
        '😀',
        '&amp;',
        '<b/>',
        '<ü>\r\n</ü\n>',
        '<!--\r\n€-->',
      ],
      ...['<b c="\r\n€"/>', '<![CDATA[\r]]>', '<?p \r\n€?>'],
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const before = `<a>${parts.join('')}`
        const { error } = everyCut(engine, `${before}</b>`)
        expect(error?.offset).toBe(Buffer.byteLength(before))
        expect(error).toMatchObject(lineAndColumn(before))
      }),
      { numRuns: 50 },
    )
  })
})

/** Where a document goes on after `before`: columns count characters. */
function lineAndColumn(before: string): { line: number; column: number } {
  const lines = before.split(/\r\n|\r|\n/)
  return { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 }
}

const ignore = coroutine(function* (): Generator<void, void, Tape> {
  while (true) yield
})

function errorOf(createEngine: CreateEngine, document: string, options = {}): XmlError {
  try {
    const engine = createEngine(ignore(), options)
    engine.write(Buffer.from(document))
    engine.end()
  } catch (error) {
    if (error instanceof XmlError) return error
    throw error
  }
  throw new Error(`no error in ${document}`)
}
