// Through the real engine: a record is what its document says, whatever the tapes look like.
import { describe, expect, test } from 'vitest'
import { coroutine, type Receiver } from '../../src/core/coroutine.ts'
import { StageError } from '../../src/core/errors.ts'
import { parsePattern } from '../../src/engine/pattern.ts'
import { saxEngine } from '../../src/engine/sax/sax.ts'
import { collect } from '../../src/mapping/collect.ts'
import type { Value } from '../../src/record/record.ts'

const gather = coroutine(function* (records: Value[]): Receiver<Value> {
  while (true) records.push(yield)
})

interface Options {
  pattern?: string
  withName?: string
  chunk?: number
}

function read(xml: string, { pattern = '/*/*', withName, chunk }: Options = {}) {
  const records: Value[] = []
  const report = { records: 0, seen: new Map<string, number>() }
  const options = { pattern: parsePattern(pattern), report }
  const named = withName === undefined ? options : { ...options, withName }
  const engine = saxEngine(collect(named, gather(records)), {})
  const bytes = Buffer.from(xml)
  const size = chunk ?? Math.max(bytes.length, 1)
  for (let at = 0; at < bytes.length; at += size) engine.write(bytes.subarray(at, at + size))
  engine.end()
  return { records, report }
}

/** The only record of a document whose root has one child. */
function recordOf(element: string, options?: Options): Value | undefined {
  const { records } = read(`<root>${element}</root>`, options)
  expect(records).toHaveLength(1)
  return records[0]
}

const MAPPED: [string, string, Value][] = [
  ['an empty element', '<a></a>', null],
  ['an element that closes itself', '<a/>', null],
  ['an element of white space', '<a> \n\t </a>', null],
  ['text', '<a>text</a>', 'text'],
  ['numbers as written', '<a>007</a>', '007'],
  ['text with white space around', '<a>\n  two words\t</a>', 'two words'],
  ['white space inside text', '<a>two  \n words</a>', 'two  \n words'],
  ['a no-break space', '<a> \u00a0 </a>', '\u00a0'],
  ['other white space of Unicode', '<a>\u2003x\ufeff</a>', '\u2003x\ufeff'],
  ['a carriage return that is referred to', '<a>&#13;x&#13;</a>', 'x'],
  ['references', '<a>&lt;&#38;&gt;</a>', '<&>'],
  ['CDATA', '<a><![CDATA[<b> & </b>]]></a>', '<b> & </b>'],
  ['empty CDATA', '<a><![CDATA[]]></a>', null],
  ['CDATA between text', '<a>one <![CDATA[& two]]> three</a>', 'one & two three'],
  ['text around a comment', '<a>one<!-- not --> two</a>', 'one two'],
  ['text around a processing instruction', '<a>one<?not this?> two</a>', 'one two'],
  ['attributes', '<a id="1" x="2"/>', { '@id': '1', '@x': '2' }],
  ['an empty attribute', '<a id=""/>', { '@id': '' }],
  ['white space in an attribute', '<a id=" 1 "/>', { '@id': ' 1 ' }],
  ['attributes and text', '<a id="1">text</a>', { '@id': '1', '#text': 'text' }],
  ['attributes and white space', '<a id="1"> </a>', { '@id': '1' }],
  ['a child', '<a><b>text</b></a>', { b: 'text' }],
  ['an empty child', '<a><b/></a>', { b: null }],
  ['children', '<a><b>1</b><c>2</c></a>', { b: '1', c: '2' }],
  ['a child that repeats', '<a><b>1</b><b>2</b><b>3</b></a>', { b: ['1', '2', '3'] }],
  ['empty children', '<a><b/><b/></a>', { b: [null, null] }],
  ['children of different kinds', '<a><b>1</b><b x="2"/></a>', { b: ['1', { '@x': '2' }] }],
  ['children below', '<a><b><c>1</c><c>2</c></b></a>', { b: { c: ['1', '2'] } }],
  ['mixed text', '<a>one <b>two</b> three</a>', { b: 'two', '#text': 'one  three' }],
  ['a child of the same name', '<a><a>1</a></a>', { a: '1' }],
  ['prefixes', '<p:a xmlns:p="u" p:x="1"/>', { '@xmlns:p': 'u', '@p:x': '1' }],
  ['a prefixed child', '<a xmlns:p="u"><p:b>1</p:b></a>', { '@xmlns:p': 'u', 'p:b': '1' }],
]

describe('mapping', () => {
  test.each(MAPPED)('%s', (_, element, expected) => {
    expect(recordOf(element)).toEqual(expected)
  })

  test.each(MAPPED)('%s, byte by byte', (_, element, expected) => {
    expect(recordOf(element, { chunk: 1 })).toEqual(expected)
  })

  test('keys come as attributes, children in the order of first appearance, then text', () => {
    const record = recordOf('<a z="1" b="2">text<y/><x/>more<y/><b/></a>')
    expect(JSON.stringify(record)).toBe(
      '{"@z":"1","@b":"2","y":[null,null],"x":null,"b":null,"#text":"textmore"}',
    )
  })

  test('a row of attributes after the other is a record each', () => {
    const { records } = read('<rows><row Id="1" T="a"/>\n<row Id="2"/></rows>')
    expect(records).toEqual([{ '@Id': '1', '@T': 'a' }, { '@Id': '2' }])
  })

  test('a very deep record is no problem', () => {
    const depth = 900
    const record = recordOf('<a>'.repeat(depth) + '</a>'.repeat(depth))
    expect(JSON.stringify(record)).toBe(`${'{"a":'.repeat(depth - 1)}null${'}'.repeat(depth - 1)}`)
  })
})

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype']

describe.each(NAMES)('the name %s', (name) => {
  test('is kept as the name of a child', () => {
    const record = recordOf(`<a><${name}>1</${name}></a>`)
    expect(JSON.stringify(record)).toBe(`{"${name}":"1"}`)
  })

  test('is kept as the name of a child that repeats', () => {
    const record = recordOf(`<a><${name}>1</${name}><b/><${name}>2</${name}><${name}/></a>`)
    expect(JSON.stringify(record)).toBe(`{"${name}":["1","2",null],"b":null}`)
  })

  test('is kept as the name of an attribute', () => {
    const record = recordOf(`<a ${name}="1" b="2"/>`)
    expect(JSON.stringify(record)).toBe(`{"@${name}":"1","@b":"2"}`)
  })

  test('is kept as the name of a record', () => {
    const record = recordOf(`<${name} id="1"/>`, { withName: 'kind' })
    expect(JSON.stringify(record)).toBe(`{"kind":"${name}","@id":"1"}`)
  })

  test('does not change what every object has', () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    recordOf(`<a ${name}="1"><${name} polluted="yes"><polluted>yes</polluted></${name}></a>`)
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(Reflect.get({}, '@polluted')).toBeUndefined()
  })
})

describe('selection', () => {
  test('records come in the order of their ends, from anywhere the pattern says', () => {
    const { records } = read('<r><x><b>1</b></x><b>2</b><c><d><b>3</b></d></c></r>', {
      pattern: 'b',
    })
    expect(records).toEqual(['1', '2', '3'])
  })

  test('a record inside a record belongs to the outer one', () => {
    const { records, report } = read('<r><b id="1"><b id="2"><b/></b></b><b/></r>', {
      pattern: 'b',
    })
    expect(records).toEqual([{ '@id': '1', b: { '@id': '2', b: null } }, null])
    expect(report.records).toBe(2)
  })

  test('the root can be the record', () => {
    expect(read('<r><a>1</a></r>', { pattern: '/r' }).records).toEqual([{ a: '1' }])
  })

  test('what stands outside the records is left out', () => {
    const { records } = read('<r x="1">text<b>1</b>more<c y="2">other</c></r>', { pattern: 'b' })
    expect(records).toEqual(['1'])
  })

  test('a way through other elements is walked in and out', () => {
    const xml = '<r><p><v>1</v></p><q><v>2</v></q><p><w/><v>3</v></p></r>'
    expect(read(xml, { pattern: '/r/p/v' }).records).toEqual(['1', '3'])
  })

  test('a record does not keep what the one before it had', () => {
    const { records } = read('<r><a x="1">t<b/></a><a/><a>u</a></r>')
    expect(records).toEqual([{ '@x': '1', b: null, '#text': 't' }, null, 'u'])
  })
})

describe('with the name of the element', () => {
  test.each([
    ['a dictionary', '<a id="1"><b/></a>', { kind: 'a', '@id': '1', b: null }],
    ['text', '<a>text</a>', { kind: 'a', '#text': 'text' }],
    ['nothing', '<a/>', { kind: 'a' }],
    ['a prefix', '<p:a xmlns:p="u">1</p:a>', { kind: 'p:a', '@xmlns:p': 'u', '#text': '1' }],
  ])('a record of %s has it first', (_, element, expected) => {
    const record = recordOf(element, { withName: 'kind' })
    expect(record).toEqual(expected)
    expect(Object.keys(record as object)[0]).toBe('kind')
  })

  test('elements inside keep theirs as keys only', () => {
    expect(recordOf('<a><b><c/></b></a>', { withName: 'kind' })).toEqual({
      kind: 'a',
      b: { c: null },
    })
  })

  test.each([
    ['a child', '<a><kind>x</kind></a>', 'kind'],
    ['an empty child', '<a><kind/></a>', 'kind'],
    ['an attribute', '<a id="1"/>', '@id'],
    ['text beside attributes', '<a id="1">x</a>', '#text'],
    ['text alone', '<a>x</a>', '#text'],
  ])('%s of that name is an error, as nothing may be lost', (_, element, withName) => {
    expect(() => recordOf(element, { withName })).toThrow(StageError)
  })

  test('the error names the flag, the field and the element', () => {
    expect(() => recordOf('<a><kind/></a>', { withName: 'kind' })).toThrow(
      '--with-name kind: <a> already has a field of that name',
    )
  })

  test('a field of that name further inside is no conflict', () => {
    expect(recordOf('<a><b><kind>x</kind></b></a>', { withName: 'kind' })).toEqual({
      kind: 'a',
      b: { kind: 'x' },
    })
  })

  test('__proto__ can be that field', () => {
    const record = recordOf('<a id="1"/>', { withName: '__proto__' })
    expect(JSON.stringify(record)).toBe('{"__proto__":"a","@id":"1"}')
  })
})

describe('report', () => {
  test('counts the records', () => {
    expect(read('<r><a/><a/><b/></r>').report.records).toBe(3)
  })

  test('counts the elements met when there is no record', () => {
    const { report } = read('<r><a><b/></a><a/><p:c xmlns:p="u"/></r>', { pattern: 'bus' })
    expect(report.records).toBe(0)
    expect([...report.seen]).toEqual([
      ['r', 1],
      ['a', 2],
      ['b', 1],
      ['p:c', 1],
    ])
  })

  test('stops counting elements once there is a record', () => {
    const { report } = read('<r><x/><a/><y/><x/></r>', { pattern: 'a' })
    expect([...report.seen.keys()]).toEqual(['r', 'x', 'a'])
  })

  test('goes on over several documents', () => {
    const report = { records: 0, seen: new Map<string, number>() }
    for (const xml of ['<r><a/></r>', '<r><b/></r>']) {
      const engine = saxEngine(collect({ pattern: parsePattern('c'), report }, gather([])), {})
      engine.write(Buffer.from(xml))
      engine.end()
    }
    expect(Object.fromEntries(report.seen)).toEqual({ r: 2, a: 1, b: 1 })
  })
})

describe('a target that is done', () => {
  const two = coroutine(function* (records: Value[]): Receiver<Value> {
    records.push(yield)
    records.push(yield)
  })

  test('gets no more records and stops the engine', () => {
    const records: Value[] = []
    const report = { records: 0, seen: new Map<string, number>() }
    const target = collect({ pattern: parsePattern('a'), report }, two(records))
    const engine = saxEngine(target, {})
    expect(engine.write(Buffer.from('<r><a>1</a>'))).toBe(true)
    expect(engine.write(Buffer.from('<a>2</a><a>3</a>'))).toBe(false)
    expect(records).toEqual(['1', '2'])
    expect(report.records).toBe(2)
    expect(target.done).toBe(true)
  })
})
