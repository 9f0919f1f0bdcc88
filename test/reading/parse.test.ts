import { describe, expect, it } from 'vitest'
import { coroutine, type Receiver } from '../../src/core/coroutine.ts'
import { ENGINE_NAMES } from '../../src/engine/engine.ts'
import { LimitError, XmlError } from '../../src/engine/xml-error.ts'
import { type ParseEvent, parse } from '../../src/reading/parse.ts'
import { inPieces } from '../engine/every-cut.ts'

/** Notes events, then how it ended; done after `most` events. */
const note = coroutine(function* (log: unknown[], most: number): Receiver<ParseEvent> {
  try {
    for (let count = 0; count < most; count++) log.push(yield)
  } catch (error) {
    log.push(error)
    throw error
  } finally {
    log.push('ended')
  }
})

describe('parse', () => {
  it('sends starts with their attributes, texts and ends, then closes its target', () => {
    const log: unknown[] = []
    parse(
      Buffer.from('<buses><bus id="1" p:route="22" xmlns:p="u">North</bus></buses>'),
      note(log, 99),
    )
    const attributes = [
      ['id', '1'],
      ['p:route', '22'],
      ['xmlns:p', 'u'],
    ] as const
    expect(log).toEqual([
      ['start', 'buses', new Map()],
      ['start', 'bus', new Map(attributes)],
      ['text', 'North'],
      ['end', 'bus'],
      ['end', 'buses'],
      'ended',
    ])
    expect([...(log[1] as [string, string, Map<string, string>])[2]]).toEqual(attributes)
  })

  it('sends the same events for every size of chunk', () => {
    const bytes = Buffer.from('<ü a="€" b="2"><c/><d e="3">x</d></ü>')
    const whole: unknown[] = []
    parse(bytes, note(whole, 99))
    expect(whole.length).toBe(8)
    for (let size = 1; size < bytes.length; size++) {
      const log: unknown[] = []
      parse(inPieces(bytes, size), note(log, 99))
      expect(log, `in pieces of ${size}`).toEqual(whole)
    }
  })

  it('sends texts and values of any characters and any length as they are', () => {
    const texts = ['a', 'é', '€', '😀', 'aé', '€b', 'c😀d', '12345678901234é', '123456789012345678']
    for (const length of [1, 13, 255, 257, 600]) {
      const values = texts.map((text) => text.repeat(length).slice(0, 1000))
      const log: unknown[] = []
      const document = values.map((value) => `<b c="${value}">${value}</b>x`).join('')
      parse(`<a>${document}</a>`, note(log, 99)) // in one piece
      const events = values.flatMap((value) => [
        ['start', 'b', new Map([['c', value]])],
        ['text', value],
        ['end', 'b'],
        ['text', 'x'],
      ])
      expect(log.slice(1, -2), `${length} times`).toEqual(events)
    }
  })

  it('takes attributes with the names of what every object has', () => {
    const log: unknown[] = []
    parse(Buffer.from('<a __proto__="1" constructor="2"/>'), note(log, 1))
    const attributes = new Map([
      ['__proto__', '1'],
      ['constructor', '2'],
    ])
    expect(log[0]).toEqual(['start', 'a', attributes])
  })

  it('lets nobody add an attribute to an element that has none, as others share its map', () => {
    const log: ParseEvent[] = []
    parse('<a><b/></a>', note(log, 2))
    const [[, , attributes]] = log as [['start', string, Map<string, string>]]
    expect(() => attributes.set('c', '1')).toThrow('cannot be changed')
    expect(log[1]).toEqual(['start', 'b', new Map()])
  })

  it('keeps the attributes of a start when more than a tape’s worth of events came before', () => {
    const log: ParseEvent[] = []
    parse(Buffer.from(`<a>${'<b c="1"/>'.repeat(5000)}</a>`), note(log, 99_999))
    const starts = log.flatMap((event) =>
      event[0] === 'start' && event[1] === 'b' ? [event[2]] : [],
    )
    expect(starts.length).toBe(5000)
    expect(starts.every((attributes) => attributes.get('c') === '1')).toBe(true)
  })

  it('stops reading when its target is done', () => {
    const log: unknown[] = []
    let pieces = 0
    function* chunks() {
      for (const piece of inPieces(Buffer.from('<a><b/><c/></wrong>'), 4)) {
        pieces++
        yield piece
      }
    }
    parse(chunks(), note(log, 2))
    expect(log).toEqual([['start', 'a', new Map()], ['start', 'b', new Map()], 'ended'])
    expect(pieces).toBe(2)
  })

  it('reads nothing for a target that is done before it starts', () => {
    const log: unknown[] = []
    function* chunks(): Generator<Uint8Array> {
      yield Buffer.from('<a>')
      throw new Error('read on')
    }
    parse(chunks(), note(log, 0))
    expect(log).toEqual(['ended'])
  })

  it('stops before a fault that its target does not live to see, wherever the chunks are cut', () => {
    const bytes = Buffer.from('<a><b/></wrong>')
    for (let size = 1; size <= bytes.length; size++) {
      const log: unknown[] = []
      const stopped = () => parse(inPieces(bytes, size), note(log, 3))
      expect(stopped, `in pieces of ${size}`).not.toThrow()
      expect(log.slice(2), `in pieces of ${size}`).toEqual([['end', 'b'], 'ended'])
    }
  })

  it('throws a fault into its target, after the events before it, and to its caller', () => {
    const log: unknown[] = []
    const wrong = () => parse(Buffer.from('<a><b/></c>'), note(log, 99), { source: 'a.xml' })
    expect(wrong).toThrow('a.xml:1:8: tag not closed: expected </a>, found </c>')
    expect(log.slice(0, 3)).toEqual([
      ['start', 'a', new Map()],
      ['start', 'b', new Map()],
      ['end', 'b'],
    ])
    expect(log[3]).toBeInstanceOf(XmlError)
    expect(log.slice(4)).toEqual(['ended'])
  })

  it.each([
    ['nothing', []],
    ['empty chunks', [Buffer.from(''), Buffer.from('')]],
  ])('refuses %s', (_, chunks) => {
    const log: unknown[] = []
    expect(() => parse(chunks, note(log, 99))).toThrow('input:1:1: document has no root element')
    expect(log[0]).toBeInstanceOf(XmlError)
  })

  it('passes on its options', () => {
    const warnings: string[] = []
    const options = {
      limits: { depth: 1 },
      onWarning: (message: string) => void warnings.push(message),
    }
    const document = Buffer.from('<!DOCTYPE a SYSTEM "a.dtd"><a>&x;<b/></a>')
    expect(() => parse(document, note([], 99), options)).toThrow(LimitError)
    expect(warnings.length).toBe(1)
  })

  it('sends instructions, between texts', () => {
    const log: unknown[] = []
    parse('<?p q?><a>x<?r s ?>y</a>', note(log, 99))
    expect(log).toEqual([
      ['instruction', 'p', 'q'],
      ['start', 'a', new Map()],
      ['text', 'x'],
      ['instruction', 'r', 's '],
      ['text', 'y'],
      ['end', 'a'],
      'ended',
    ])
  })

  it.each(ENGINE_NAMES)('reads with the %s engine, and without namespaces', (engine) => {
    const log: unknown[] = []
    parse('<p:a q:b="1"/>', note(log, 99), { engine, namespaces: false })
    const attributes = new Map([['q:b', '1']])
    expect(log).toEqual([['start', 'p:a', attributes], ['end', 'p:a'], 'ended'])
  })

  it('reads a text leniently', () => {
    const log: unknown[] = []
    parse('<a><b>R&D', note(log, 99), { lenient: true })
    expect(log.slice(2)).toEqual([
      ['text', 'R'],
      ['text', '&D'],
      ['end', 'b'],
      ['end', 'a'],
      'ended',
    ])
  })

  it('passes on what its target throws', () => {
    const failing = coroutine(function* (): Receiver<ParseEvent> {
      yield
      throw new Error('no more paper')
    })
    expect(() => parse(Buffer.from('<a><b/></a>'), failing())).toThrow('no more paper')
  })
})
