import { describe, expect, test } from 'vitest'
import { OutputError, StageError } from '../../src/core/errors.ts'
import { Lines } from '../../src/record/lines.ts'
import type { Value } from '../../src/record/record.ts'
import { jsonl } from '../../src/sinks/jsonl.ts'
import type { Output } from '../../src/sinks/output.ts'

class Memory implements Pick<Output, 'write' | 'writeLines'> {
  readonly texts: string[] = []
  readonly #most: number

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most
  }

  write(text: string): boolean {
    this.texts.push(text)
    return this.texts.length < this.#most
  }

  writeLines({ bytes }: Lines): boolean {
    return this.write(Buffer.from(bytes).toString())
  }
}

function written(record: Value, isTerminal = false): string {
  const output = new Memory()
  jsonl(output, isTerminal).send(record)
  return output.texts.join('')
}

describe('a record', () => {
  test.each<[Value, string]>([
    [{ id: '7574', route: ['1', '2'] }, '{"id":"7574","route":["1","2"]}\n'],
    [{ '@id': '1', name: null, '#text': 'a b' }, '{"@id":"1","name":null,"#text":"a b"}\n'],
    [{ b: { c: 'x' }, a: '' }, '{"b":{"c":"x"},"a":""}\n'],
    [{ count: 3, even: false }, '{"count":3,"even":false}\n'],
    [null, 'null\n'],
    ['text', '"text"\n'],
    [{}, '{}\n'],
    ['two\nlines\r\t', '"two\\nlines\\r\\t"\n'],
    ['é 漢 😀', '"é 漢 😀"\n'],
    ['"\\</', '"\\"\\\\</"\n'],
    ['\u001b[31m', '"\\u001b[31m"\n'],
  ])('%j is one line without spaces', (record, line) => {
    expect(written(record)).toBe(line)
  })

  test('is a line for every record, in order', () => {
    const output = new Memory()
    const target = jsonl(output)
    for (const record of ['a', 'b', 'a']) expect(target.send(record)).toBe(true)
    expect(output.texts).toEqual(['"a"\n', '"b"\n', '"a"\n'])
  })

  test('that is too deep is an error of one cause', () => {
    let deep: Value = null
    for (let i = 0; i < 100_000; i++) deep = { a: deep }
    const output = new Memory()
    const target = jsonl(output)
    expect(() => target.send(deep)).toThrow(StageError)
    expect(() => target.send(deep)).not.toThrow(RangeError)
    expect(output.texts).toEqual([])
  })
})

describe('a character that a terminal might obey', () => {
  const CODES = '7f 80 9b 9f 61c 200e 200f 2028 2029 202a 202e 2066 2069'.split(' ')

  test.each(CODES)('U+%s is written raw to a file', (code) => {
    const character = String.fromCharCode(Number.parseInt(code, 16))
    expect(written(`a${character}b`)).toBe(`"a${character}b"\n`)
  })

  test.each(CODES)('U+%s is escaped on a terminal', (code) => {
    const character = String.fromCharCode(Number.parseInt(code, 16))
    expect(written(`a${character}b`, true)).toBe(`"a\\u${code.padStart(4, '0')}b"\n`)
  })

  test.each(CODES)('U+%s is escaped in a name, in JSON of the same meaning', (code) => {
    const character = String.fromCharCode(Number.parseInt(code, 16))
    const record = { [`n${character}`]: `${character}v` }
    const line = written(record, true)
    expect(line).not.toContain(character)
    expect(JSON.parse(line)).toEqual(record)
  })

  test('is none of the letters and symbols', () => {
    expect(written('é 漢 😀 👩‍🚀 \u00a0', true)).toBe('"é 漢 😀 👩‍🚀 \u00a0"\n')
  })
})

describe('the end', () => {
  test('comes when the output answers that its reader has gone', () => {
    const output = new Memory(2)
    const target = jsonl(output)
    expect(target.send('a')).toBe(true)
    expect(target.send('b')).toBe(false)
    expect(target.done).toBe(true)
    expect(target.send('c')).toBe(false)
    expect(output.texts).toEqual(['"a"\n', '"b"\n'])
  })

  test('comes with the error of the output', () => {
    const failure = new OutputError('out: no space left on device')
    const output = new Memory()
    output.write = () => {
      throw failure
    }
    expect(() => jsonl(output).send('a')).toThrow(failure)
  })
})

describe('lines', () => {
  const bytes = Buffer.from('{"a":"1"}\n{"a":"\u009b"}\n')

  test('are written as they are', () => {
    const output = new Memory()
    jsonl(output).send(new Lines(bytes, 2))
    expect(output.texts).toEqual([bytes.toString()])
  })

  test('are made printable one by one for a terminal', () => {
    const output = new Memory()
    jsonl(output, true).send(new Lines(bytes, 2))
    expect(output.texts).toEqual(['{"a":"1"}\n', '{"a":"\\u009b"}\n'])
  })
})
