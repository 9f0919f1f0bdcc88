import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ENGINE_NAMES } from '../../src/engine/engine.ts'
import { LimitError, XmlError } from '../../src/engine/xml-error.ts'
import { check } from '../../src/reading/check.ts'
import { inPieces } from '../engine/every-cut.ts'

describe.each(ENGINE_NAMES)('check, with the %s engine,', (engine) => {
  it.each([
    ['a text', '<a>ü</a>'],
    ['bytes', Buffer.from('<a>ü</a>')],
    ['chunks', inPieces(Buffer.from('<a>ü</a>'), 1)],
    ['a large document', readFileSync('fixtures/buses.xml')],
    [
      'a text, whatever encoding it declares',
      '<?xml version="1.0" encoding="EBCDIC" standalone="yes"?><a>ü</a>',
    ],
    ['a text with a byte order mark', '\ufeff<?xml version="1.0" encoding="UTF-16"?><a>ü</a>'],
  ])('says nothing of %s', (_, document) => {
    expect(check(document, { engine })).toBeUndefined()
  })

  it('says where a document is not well-formed', () => {
    const wrong = () => check('<a>\n <b><c>ü</b></a>', { engine, source: 'a.xml' })
    expect(wrong).toThrow(XmlError)
    try {
      wrong()
    } catch (error) {
      expect(error).toMatchObject({
        message: 'a.xml:2:9: tag not closed: expected </c>, found </b>',
        offset: 13,
        line: 2,
        column: 9,
        path: '/a/b/c',
      })
    }
  })

  it('says where a text is not well-formed that declares an encoding', () => {
    const wrong = '<?xml version="1.0" encoding="latin1"?><a></b>'
    expect(() => check(wrong, { engine })).toThrow('input:1:43: tag not closed')
  })

  it.each([
    ['depth', '<a><b/></a>', { limits: { depth: 1 } }, LimitError],
    ['namespaces', '<p:a/>', {}, XmlError],
    ['entities', '<!DOCTYPE a SYSTEM "x"><a>&x;</a>', { entities: 'strict' }, XmlError],
  ] as const)('minds %s', (_, document, options, Kind) => {
    expect(() => check(document, { engine, ...options })).toThrow(Kind)
  })

  it('minds no namespaces if there are none, and no entities declared outside', () => {
    check('<p:a :="1" xmlns:p=""/>', { engine, namespaces: false })
    const warnings: string[] = []
    const onWarning = (message: string) => void warnings.push(message)
    check('<!DOCTYPE a SYSTEM "x"><a>&x;</a>', { engine, onWarning })
    expect(warnings.length).toBe(1)
  })

  it('closes the iterable that it does not read to the end', () => {
    let isClosed = false
    function* chunks() {
      try {
        while (true) yield Buffer.from('</a>')
      } finally {
        isClosed = true
      }
    }
    expect(() => check(chunks(), { engine })).toThrow('tag not opened: </a>')
    expect(isClosed).toBe(true)
  })

  it('takes no chunks of text', () => {
    const chunks = ['<a/>'] as unknown as Iterable<Uint8Array>
    expect(() => check(chunks, { engine })).toThrow('chunk of a document is not bytes: string')
  })
})
