import { describe, expect, it } from 'vitest'
import type { Target } from '../../../src/core/coroutine.ts'
import { kernelEngine } from '../../../src/engine/kernel/kernel.ts'
import { EVENT_WORDS, START, type Tape } from '../../../src/engine/tape.ts'
import { type Host, Kernel } from '../../../src/engine/wasm.ts'
import { inPieces, read } from '../every-cut.ts'

/** Counts what it is sent and keeps nothing. */
class Counter implements Target<Tape> {
  readonly done = false
  readonly elements: string[] = []
  characters = 0

  send(tape: Tape): boolean {
    for (let at = 0; at < tape.length * EVENT_WORDS; at += EVENT_WORDS) {
      const [kind, name = 0] = tape.events.subarray(at, at + EVENT_WORDS)
      if (kind === START) this.elements.push(tape.names[name]?.qualified ?? '')
      this.characters += tape.text(at).length
    }
    return true
  }

  close(): void {}

  throw(error: unknown): void {
    throw error
  }
}

const KIB = 1024
const MIB = 1024 * KIB

const ORDINARY = Buffer.from('<a xmlns="u" b="1&amp;2">3<p:c xmlns:p="v" p:d="4"/>&#53;</a>')

describe('the memory of the kernel', () => {
  const ordinary = read(kernelEngine, [ORDINARY])

  it.each([
    ['in a tag', '<a><b c="1'],
    ['in an entity', '<!DOCTYPE a [<!ENTITY x "<b>">]><a>&x;</a>'],
    ['in a declaration', '<!DOCTYPE a [<!ENTITY b "text"><!ATTLIST a e CDATA "5"> ?'],
    ['with namespaces bound', '<a xmlns="x" xmlns:p="y"><p:c></p:d>'],
    ['at a limit', '<a'.repeat(2000)],
    ['at a forbidden character', '<a b="1">\u0001'],
    ['in another encoding', Buffer.from('<a>text\ud800', 'utf16le')],
  ])('holds nothing of a document that went wrong %s', (_, document) => {
    for (let i = 0; i < 6; i++) {
      expect(read(kernelEngine, [Buffer.from(document)]).error).toBeDefined()
      expect(read(kernelEngine, [ORDINARY])).toEqual(ordinary)
    }
  })

  it('is not that of a document abandoned in the middle', () => {
    const engine = kernelEngine(new Counter())
    engine.write(ORDINARY.subarray(0, 20))
    expect(read(kernelEngine, [ORDINARY])).toEqual(ordinary)
    engine.write(ORDINARY.subarray(20))
    engine.end()
  })

  it('is one for each document being read', () => {
    const targets = Array.from({ length: 6 }, () => new Counter())
    const engines = targets.map((target) => kernelEngine(target))
    const names = engines.map((_, i) => `name${i}`)
    const write = (text: (name: string, i: number) => string) => {
      for (const [i, engine] of engines.entries())
        engine.write(Buffer.from(text(names[i] ?? '', i)))
    }
    write((name) => `<${name}>`)
    write((name, i) => `<${name}.b x="${'y'.repeat(i)}`)
    write((name) => `"/><${name}.c/>te`)
    write((name) => `xt</${name}`)
    for (const engine of engines.toReversed()) engine.write(Buffer.from('>'))
    for (const [i, engine] of engines.entries()) {
      engine.end()
      const name = names[i]
      expect(targets[i]?.elements).toEqual([name, `${name}.b`, `${name}.c`])
      expect(targets[i]?.characters).toBe(4 + i)
    }
  })

  it('may be used by a document that is read while another is delivered', () => {
    const readings: unknown[] = []
    const target = new Counter()
    const send = target.send.bind(target)
    target.send = (tape) => {
      readings.push(read(kernelEngine, [ORDINARY]))
      return send(tape)
    }
    const engine = kernelEngine(target)
    for (const byte of ORDINARY) engine.write(Buffer.from([byte]))
    engine.end()
    expect(target.elements).toEqual(['a', 'p:c'])
    expect(new Set(readings.map((reading) => JSON.stringify(reading))).size).toBe(1)
  })

  it('ends with the document: writing goes on to no effect', () => {
    const target = new Counter()
    const engine = kernelEngine(target)
    expect(() => engine.write(Buffer.from('<a></b>'))).toThrow('tag not closed')
    expect(engine.write(ORDINARY)).toBe(false)
    expect(() => engine.end()).not.toThrow()
    expect(target.elements).toEqual(['a'])
  })
})

describe('the memory of a kernel', () => {
  it('is no pressure on the heap', () => {
    const before = process.memoryUsage().external
    const kernels = Array.from({ length: 8 }, () => Kernel.take({} as Host))
    expect(process.memoryUsage().external - before).toBeLessThan(16 * MIB)
    for (const kernel of kernels) kernel.release()
  })

  it('is seen as far as it goes, after it has grown', () => {
    const kernel = Kernel.take({} as Host)
    kernel.exports.reset()
    const early = kernel.exports.keep(3)
    kernel.bytes(early, 3).fill('abc')
    const late = kernel.exports.keep(200 * MIB) + 200 * MIB - 3
    kernel.bytes(late, 3).fill('def')
    expect([kernel.text(early, 3), kernel.text(late, 3)]).toEqual(['abc', 'def'])
    kernel.release()
  })
})

describe('a buffer in the memory of the kernel', () => {
  /** A kernel with a window that has grown to some bytes; answers where it was each time, and what it said of its memory. */
  function grown(most: number, between: (kernel: Kernel) => void = () => {}) {
    const kernel = Kernel.take({} as Host)
    kernel.exports.reset()
    const before = kernel.exports.memory.buffer.byteLength
    const places: number[] = []
    for (let filled = 0; filled < most; filled += 256 * KIB) {
      const at = kernel.exports.room(filled, 256 * KIB)
      if (filled > 0 && kernel.bytes(at - 1, 1)[0] !== 7) throw new Error('it was not copied')
      kernel.bytes(at + 256 * KIB - 1, 1).fill(7)
      places.push((at >>> 0) - filled)
      between(kernel)
    }
    const moves = new Set(places).size - 1
    const bytes = kernel.exports.memory.buffer.byteLength - before
    kernel.release()
    return { moves, bytes }
  }

  it('that is the last stays where it is, however much it grows', () => {
    const { moves, bytes } = grown(100 * MIB)
    expect(moves).toBe(0)
    expect(bytes).toBeLessThan(128 * MIB + 16 * MIB)
  })

  it('moves seldom where it is not the last', () => {
    const { moves } = grown(100 * MIB, (kernel) => kernel.exports.keep(16))
    expect(moves).toBeLessThanOrEqual(6)
  })

  it('may be beyond 2 GiB', () => {
    const kernel = Kernel.take({} as Host)
    kernel.exports.reset()
    kernel.exports.keep(1800 * MIB)
    const [from, length] = kernel.keep('far away')
    expect(from >>> 0).toBeGreaterThan(2048 * MIB)
    expect(kernel.text(from, length)).toBe('far away')
    expect(kernel.bytes(from, 3).toString()).toBe('far')
    kernel.release()
  })
})

describe('the kernel engine', () => {
  const row = '<row id="ü&amp;7"><name>Bus 😀 &lt;22&gt;</name><![CDATA[x]]><!-- - --></row>\r\n'

  it('reads 3 MB in one piece as in many', () => {
    const bytes = Buffer.from(`<a>${row.repeat(3e6 / Buffer.byteLength(row))}</a>`)
    const whole = read(kernelEngine, [bytes])
    expect(whole.error).toBeUndefined()
    for (const size of [1021, 65_536, 262_143]) {
      expect(read(kernelEngine, inPieces(bytes, size)).events, `${size}`).toEqual(whole.events)
    }
  })

  it.each([
    ['one text', (pieces: number) => 'ü'.repeat(pieces * 512)],
    ['many elements', (pieces: number) => row.repeat((pieces * 1024) / Buffer.byteLength(row))],
    ['a value', (pieces: number) => `<b c="${'x'.repeat(pieces * 1024)}"/>`],
    ['a comment', (pieces: number) => `<!--${'- '.repeat(pieces * 512)}-->`],
  ])('reads 12 MB of %s in pieces of 1 kB', (_, content) => {
    const document = Buffer.from(`<a>${content(12_000)}</a>`)
    const [target, expected] = [new Counter(), new Counter()]
    for (const [to, pieces] of [
      [target, inPieces(document, 1024)],
      [expected, [document]],
    ] as const) {
      const engine = kernelEngine(to)
      for (const piece of pieces) engine.write(piece)
      engine.end()
    }
    expect(target.characters).toBe(expected.characters)
    expect(target.elements.length).toBe(expected.elements.length)
  })

  it('reads 100,000 levels, if it may', () => {
    const depth = 100_000
    const bytes = Buffer.from('<a>'.repeat(depth) + '</a>'.repeat(depth))
    for (const size of [bytes.length, 1023]) {
      const { events, error } = read(kernelEngine, inPieces(bytes, size), { limits: { depth } })
      expect(error).toBeUndefined()
      expect(events.length).toBe(2 * depth)
    }
    expect(read(kernelEngine, [bytes], { limits: { depth: depth - 1 } }).error).toMatchObject({
      kind: 'LimitError',
      fact: 'more than 99999 elements open: raise --max-depth',
      offset: 3 * (depth - 1),
    })
  })
})
