import { createReadStream, readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { broadcast } from '../../src/core/broadcast.ts'
import { coroutine, type Receiver } from '../../src/core/coroutine.ts'
import { StageError, UsageError } from '../../src/core/errors.ts'
import { ENGINE_NAMES } from '../../src/engine/engine.ts'
import { LimitError, XmlError } from '../../src/engine/xml-error.ts'
import { bytesToRecords, type RecordOptions, records } from '../../src/reading/records.ts'
import type { Value } from '../../src/record/record.ts'
import { inPieces } from '../engine/every-cut.ts'

const BUSES = '<buses><bus id="1"><route>22</route></bus><bus id="2"/><stop/></buses>'
const FOUND = [{ '@id': '1', route: '22' }, { '@id': '2' }]

/** Notes records, then how it ended; done after `most` records. */
const note = coroutine(function* (log: unknown[], most: number): Receiver<Value> {
  try {
    for (let count = 0; count < most; count++) log.push(yield)
  } catch (error) {
    log.push(error)
    throw error
  } finally {
    log.push('ended')
  }
})

async function* delayed(chunks: Iterable<Uint8Array>) {
  for (const chunk of chunks) {
    await setImmediate()
    yield chunk
  }
}

/** What came until the end, or the fault at last. */
async function taken(source: AsyncIterable<Value>): Promise<unknown[]> {
  const log: unknown[] = []
  try {
    for await (const record of source) log.push(record)
  } catch (error) {
    log.push(error)
  }
  return log
}

describe.each(ENGINE_NAMES)('records, with the %s engine,', (engine) => {
  const bytes = Buffer.from(BUSES)
  const options: RecordOptions = { record: 'bus', engine }

  it.each([
    ['a text', BUSES],
    ['a text that declares another encoding', `<?xml version="1.0" encoding="latin1"?>${BUSES}`],
    ['bytes', bytes],
    ['chunks', inPieces(bytes, 3)],
    ['chunks to come', delayed(inPieces(bytes, 3))],
    ['a web stream', new Blob([bytes]).stream()],
  ])('reads those of %s', async (_, source) => {
    expect(await taken(records(source, options))).toEqual(FOUND)
  })

  it('reads those of a file', async () => {
    const stream = createReadStream('fixtures/buses.xml', { highWaterMark: 1000 })
    const streamed = await taken(records(stream, options))
    expect(streamed.length).toBe(863)
    expect(await taken(records(readFileSync('fixtures/buses.xml'), options))).toEqual(streamed)
  })

  it('takes every child of the root if no pattern is given, and adds names', async () => {
    const found = await taken(records(BUSES, { engine, withName: 'kind' }))
    expect(found.slice(1)).toEqual([{ kind: 'bus', '@id': '2' }, { kind: 'stop' }])
  })

  it('reads nothing before a record is asked for, and no more than that takes', async () => {
    let read = 0
    function* chunks() {
      for (const chunk of ['<buses>', '<bus/><bus/>', '<bus/>', '</buses>']) {
        read++
        yield Buffer.from(chunk)
      }
    }
    const source = records(chunks(), options)
    await setImmediate()
    expect(read).toBe(0)
    const counts: number[] = []
    for await (const record of source) {
      expect(record).toBeNull()
      await setImmediate()
      counts.push(read)
    }
    expect(counts).toEqual([2, 2, 3])
    expect(read).toBe(4)
  })

  it('holds a piece of a large document at a time', async () => {
    const one = `<bus>${'x'.repeat(1000)}</bus>`
    const large = Buffer.from(`<buses>${one.repeat(1000)}</wrong>`)
    const source = records(large, options)
    // the fault at the end is not reached as long as only the first record is taken
    expect((await source.next()).value).toBe('x'.repeat(1000))
    expect(await source.return()).toEqual({ value: undefined, done: true })
  })

  it('gives each who asks the next record, also if many ask before one has come', async () => {
    const document = `<a>${Array.from({ length: 50 }, (_, n) => `<b>${n}</b>`).join('')}</a>`
    const source = records(inPieces(Buffer.from(document), 40), { ...options, record: 'b' })
    const asked = Array.from({ length: 60 }, () => source.next())
    const found = (await Promise.all(asked)).flatMap(({ done, value }) => (done ? [] : [value]))
    expect(found).toEqual(Array.from({ length: 50 }, (_, n) => `${n}`))
    expect(await source.next()).toEqual({ value: undefined, done: true })
  })

  it('is left after what was asked for before, and fails once', async () => {
    const document = '<a><b>0</b><b>1</b><b>2</b></a>'
    const left = records(document, { ...options, record: 'b' })
    const asked = await Promise.all([left.next(), left.next(), left.return(), left.next()])
    expect(asked.map(({ done, value }) => (done ? 'done' : value))).toEqual([
      '0',
      '1',
      'done',
      'done',
    ])
    const failing = records('<a><b>0</b><b></a>', { ...options, record: 'b' })
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => failing.next()))
    expect(outcomes.map(({ status }) => status === 'rejected')).toEqual([false, true, false, false])
    expect(await failing.next()).toEqual({ value: undefined, done: true })
  })

  it('closes its source when the loop is left', async () => {
    const ends: string[] = []
    async function* chunks() {
      try {
        while (true) yield bytes.subarray(0, -8)
      } finally {
        ends.push('closed')
      }
    }
    for await (const _ of records(chunks(), options)) break
    expect(ends).toEqual(['closed'])

    const stream = createReadStream('fixtures/buses.xml', { highWaterMark: 1000 })
    for await (const _ of records(stream, options)) break
    expect(stream.destroyed).toBe(true)
    expect(stream.bytesRead).toBeLessThan(5000)
  })

  it.each([
    ['in the middle', '<buses><bus/><bus>1</bus><bus></stop>', 'tag not closed'],
    ['at the end', '<buses><bus/><bus>1</bus><bus>', 'document ends early'],
  ])('delivers the records before a fault %s', async (_, document, fact) => {
    for (const size of [1, 5, 100]) {
      const chunks = inPieces(Buffer.from(document), size)
      const log = await taken(records(chunks, { ...options, source: 'a.xml' }))
      expect(log.slice(0, -1)).toEqual([null, '1'])
      expect(log.at(-1)).toBeInstanceOf(XmlError)
      expect(String(log.at(-1))).toContain('a.xml:1:')
      expect(String(log.at(-1))).toContain(fact)
    }
  })

  it('passes on what its source throws, after the records before', async () => {
    const failure = new Error('connection lost')
    async function* chunks() {
      yield Buffer.from('<buses><bus/>')
      throw failure
    }
    expect(await taken(records(chunks(), options))).toEqual([null, failure])
  })

  it('refuses at once what cannot be understood', () => {
    expect(() => records(BUSES, { engine, record: '/' })).toThrow(UsageError)
    expect(() => records(BUSES, { engine: 'none' as 'sax' })).toThrow(UsageError)
    expect(() => bytesToRecords({ engine, record: '/' }, note([], 9))).toThrow(UsageError)
  })

  it('refuses chunks that are not bytes', async () => {
    const chunks = ['<a/>'] as unknown as Iterable<Uint8Array>
    expect(await taken(records(chunks))).toEqual([
      new UsageError('chunk of a document is not bytes: string'),
    ])
  })

  it('passes on its options', async () => {
    const warnings: string[] = []
    const onWarning = (message: string) => void warnings.push(message)
    const outside = '<!DOCTYPE a SYSTEM "x"><a><p:b>&x;</p:b></a>'
    const found = records(outside, { engine, record: 'p:b', namespaces: false, onWarning })
    expect(await taken(found)).toEqual(['&x;'])
    expect(warnings.length).toBe(1)
    const [limit] = await taken(records(BUSES, { engine, limits: { depth: 1 } }))
    expect(limit).toBeInstanceOf(LimitError)
    const [clash] = await taken(records('<a><b c="1"/></a>', { engine, withName: '@c' }))
    expect(clash).toBeInstanceOf(StageError)
  })
})

describe.each(ENGINE_NAMES)('bytesToRecords, with the %s engine,', (engine) => {
  const options: RecordOptions = { record: 'bus', engine }

  it('receives bytes, cut anywhere, and sends records', () => {
    for (let size = 1; size <= BUSES.length; size++) {
      const log: unknown[] = []
      const line = bytesToRecords(options, note(log, 9))
      for (const piece of inPieces(Buffer.from(BUSES), size)) expect(line.send(piece)).toBe(true)
      expect(log).toEqual(FOUND)
      line.close()
      expect(log).toEqual([...FOUND, 'ended'])
    }
  })

  it('stops when its target is done, and does not check the rest then', () => {
    const log: unknown[] = []
    const line = bytesToRecords(options, note(log, 1))
    expect(line.send(Buffer.from('<buses><bus>1</bus><bus>2</bus>'))).toBe(false)
    expect(line.done).toBe(true)
    line.close()
    expect(log).toEqual(['1', 'ended'])
  })

  it('checks the end of the document when it is closed', () => {
    const log: unknown[] = []
    const line = bytesToRecords(options, note(log, 9))
    line.send(Buffer.from('<buses><bus>1</bus>'))
    expect(() => line.close()).toThrow('document ends early: expected </buses>')
    expect(log).toEqual(['1', expect.any(XmlError), 'ended'])
  })

  it('does not when an error is thrown into it', () => {
    const log: unknown[] = []
    const line = bytesToRecords(options, note(log, 9))
    line.send(Buffer.from('<buses><bus>1</bus>'))
    const failure = new Error('connection lost')
    line.throw(failure)
    expect(log).toEqual(['1', failure, 'ended'])
  })

  it('throws a fault to its sender', () => {
    const log: unknown[] = []
    const line = bytesToRecords(options, note(log, 9))
    expect(() => line.send(Buffer.from('<buses><bus>1</bus></wrong>'))).toThrow(XmlError)
    expect(line.send(Buffer.from('<bus/>'))).toBe(false)
    expect(log).toEqual(['1'])
  })

  it('is a target among others', () => {
    const [buses, stops]: unknown[][] = [[], []]
    const both = broadcast([
      bytesToRecords({ engine, record: 'bus' }, note(buses as unknown[], 9)),
      bytesToRecords({ engine, record: 'stop' }, note(stops as unknown[], 9)),
    ])
    both.send(Buffer.from(BUSES))
    both.close()
    expect([buses, stops]).toEqual([
      [...FOUND, 'ended'],
      [null, 'ended'],
    ])
  })
})

it.each<RecordOptions>([
  { record: 'rec' },
  { record: 'rec', withSource: 's' },
  { record: 'rec', withSource: 's', mapping: { namespaces: 'expand' } },
])('%j warns of a field that is an array only where it repeats', async (options) => {
  const warnings: string[] = []
  const document = '<r><rec><b>1</b><b>2</b></rec><rec><b>3</b></rec></r>'
  const found = records(document, { ...options, onWarning: (text) => warnings.push(text) })
  for await (const _ of found);
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain('an array only where repeated')
})
