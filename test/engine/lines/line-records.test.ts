// JSON lines are read as JSON.parse would, whatever the cuts; what passes keeps its bytes.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LIMITS, type Limits } from '../../../src/engine/limits.ts'
import { LineScanner } from '../../../src/engine/line-scanner.ts'
import { LineProgram } from '../../../src/engine/lines/line-program.ts'
import { LineRecords } from '../../../src/engine/lines/line-records.ts'
import { XmlError } from '../../../src/engine/xml-error.ts'
import type { Program } from '../../../src/expression/program.ts'
import type { Lines } from '../../../src/record/lines.ts'
import type { Value } from '../../../src/record/record.ts'
import { inPieces } from '../every-cut.ts'
import { LONG_NUMBERS, LOOSE } from './random-lines.ts'

const AS_LINES: Program = { steps: [{ after: -1, do: 'lines', exit: 0 }], exits: 1 }
const AS_VALUES: Program = { steps: [{ after: -1, do: 'records', exit: 0 }], exits: 1 }

interface Outcome {
  lines: string
  values: Value[]
  records: number
  error?: { kind: string; message: string; offset: number; advice: string | undefined }
}

interface Asked {
  limits?: Partial<Limits>
  /** Which faults are left out; all of them. */
  skips?: boolean
  left?: string[]
}

function read(
  chunks: Uint8Array[],
  program: Program,
  { limits, skips, left }: Asked = {},
): Outcome {
  const outcome: Outcome = { lines: '', values: [], records: 0 }
  const target = {
    send(item: Lines | Value) {
      if (program === AS_LINES) outcome.lines += Buffer.from((item as Lines).bytes).toString()
      else outcome.values.push(item as Value)
      return true
    },
    done: false,
  }
  const all = { ...LIMITS, ...limits }
  const scanner = new LineScanner(all.depth, all.record)
  const badRecords = {
    allows: () => true,
    leaveOut: ({ bytes, start }: { bytes: Uint8Array; start: { line: number } }) =>
      void left?.push(`${start.line}: ${Buffer.from(bytes).toString()}`),
  }
  const engine = new LineRecords({
    ...{ source: 'in', scanner, limits: all, report: outcome },
    program: new LineProgram({ program, exits: [target], scanner }),
    ...(skips && { badRecords }),
  })
  try {
    for (const chunk of chunks) {
      const copy = Buffer.from(chunk)
      engine.write(copy)
      copy.fill('"')
    }
    engine.end()
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    const { name: kind, message, offset, advice } = error
    outcome.error = { kind, message, offset, advice }
  }
  return outcome
}

/** What comes of it in every way of cutting it. */
function everyCut(text: string | Uint8Array, program: Program, asked: Asked = {}): Outcome {
  const bytes = Buffer.from(text)
  const whole = read([bytes], program, asked)
  expect(read(inPieces(bytes, 1), program, asked), 'byte by byte').toEqual(whole)
  for (let at = 0; at <= bytes.length; at++) {
    const halves = [bytes.subarray(0, at), bytes.subarray(at)]
    expect(read(halves, program, asked), `cut at byte ${at}`).toEqual(whole)
  }
  return whole
}

const SPACE = fc.constantFrom('', '', ' ', '\t')
const END = fc.constantFrom('\n', '\n', '\r\n', '\n \n')

test('lines pass as they came, without what stands around them', () => {
  const line = fc.tuple(SPACE, LOOSE, SPACE, END)
  const law = (lines: [string, string, string, string][]) => {
    const text = lines.map((parts) => parts.join('')).join('')
    const expected = lines.map(([, value]) => `${value}\n`).join('')
    expect(everyCut(text, AS_LINES)).toEqual({ lines: expected, values: [], records: lines.length })
  }
  fc.assert(fc.property(fc.array(line, { maxLength: 5 }), law), { numRuns: 30 })
})

test('values are those of JSON.parse, but numbers that would lose digits are texts', () => {
  const law = (lines: string[]) => {
    const { values } = read([Buffer.from(lines.join('\n'))], AS_VALUES)
    const exact = lines.map((line) => line.replaceAll(LONG_NUMBERS, '"$&"'))
    expect(values).toEqual(exact.map((line) => JSON.parse(line)))
  }
  fc.assert(fc.property(fc.array(LOOSE), law), { numRuns: 300 })
})

test('a line is refused when JSON.parse refuses it', () => {
  const place = fc.nat()
  const law = (json: string, at: number, other: string) => {
    const mutant = json.slice(0, at % json.length) + other + json.slice((at % json.length) + 1)
    if (/^[ \t\r]*$|[\n\r\ud800-\udfff]/.test(mutant)) return // another line, or none
    const { error, lines } = read([Buffer.from(mutant)], AS_LINES)
    if (isJson(mutant)) expect(lines, mutant).toBe(`${mutant.replace(/^[ \t]+|[ \t]+$/g, '')}\n`)
    else expect(error?.kind, mutant).toBe('JsonError')
  }
  const other = fc.constantFrom(...'"\\{}[],:01-.eE+ntu \t\u0001\u001f/x', '')
  fc.assert(fc.property(LOOSE, place, other, law), { numRuns: 1500 })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('a fault', () => {
  test.each<[string, string | Buffer, string]>([
    ['a word', 'x\n', 'in:1:1: line is no JSON: expected a value, found "x"'],
    ['no value', '{"a":}\n', 'in:1:6: line is no JSON: expected a value, found "}"'],
    ['a comma too many', '[1,]\n', 'in:1:4: line is no JSON: expected a value, found "]"'],
    ['no name', '{"a":1,}\n', 'in:1:8: line is no JSON: expected a name in quotes, found "}"'],
    [
      'a name bare',
      '{a:1}',
      'in:1:2: line is no JSON: expected a name in quotes or "}", found "a"',
    ],
    ['no colon', '{"a" 1}', 'in:1:6: line is no JSON: expected ":", found "1"'],
    ['an object open', '{"é":1 2}', 'in:1:8: line is no JSON: expected "," or "}", found "2"'],
    [
      'an array open',
      '[1\n',
      'in:1:3: line is no JSON: expected "," or "]", found the end of the line',
    ],
    ['two values', '1 2\n', 'in:1:3: line is no JSON: expected the end of the line, found "2"'],
    ['a cut', '1\n{"a":', 'in:2:6: line is no JSON: expected a value, found the end of the input'],
    ['a text open', '"ab\n', 'in:1:4: line is no JSON: text not closed before the end of the line'],
    ['a tab', '"a\tb"', 'in:1:3: line is no JSON: character not allowed in a text: U+0009'],
    ['NUL', '"a\0b"', 'in:1:3: line is no JSON: character not allowed in a text: U+0000'],
    ['an escape', '\n"\\x41"', 'in:2:2: line is no JSON: escape not known: "\\\\x"'],
    ['half an escape', '"\\u12"', 'in:1:2: line is no JSON: escape not known: "\\\\u12"'],
    ['a zero', '007', 'in:1:1: line is no JSON: number not written as JSON does: "007"'],
    ['a dot', '[1.]', 'in:1:2: line is no JSON: number not written as JSON does: "1."'],
    ['NaN', '[NaN]', 'in:1:2: line is no JSON: expected a value, found "N"'],
    ['Latin 1', Buffer.from('1\n"é"\n', 'latin1'), 'in:2:2: malformed character: byte 0xE9'],
    ['UTF-16', Buffer.from('\ufeff{}\n', 'utf16le'), 'in:1:1: this is UTF-16 or UTF-32, not UTF-8'],
    ['UTF-16 bare', Buffer.from('{}\n', 'utf16le'), 'in:1:1: this is UTF-16 or UTF-32, not UTF-8'],
  ])('%s', (_, text, message) => {
    expect(everyCut(text, AS_LINES).error?.message).toBe(message)
  })

  test('comes after the lines before it, with its offset', () => {
    const { lines, records, error } = everyCut('1\n\n "é"\r\n[}\n2\n', AS_LINES)
    expect({ lines, records }).toEqual({ lines: '1\n"é"\n', records: 2 })
    expect(error?.offset).toBe(11)
  })

  test('is left out with its line, and nothing else', () => {
    const text = Buffer.from('1\n[}\n2\n"é\xff"\n\n{"a":\n3\n"x', 'latin1')
    const left: string[] = []
    const { lines, records } = read([text], AS_LINES, { skips: true, left })
    expect({ lines, records }).toEqual({ lines: '1\n2\n3\n', records: 3 })
    expect(left.map((each) => each.slice(0, 5))).toEqual(['2: [}', '4: "\ufffd', '6: {"', '8: "x'])
    expect(everyCut(text, AS_LINES, { skips: true }).lines).toBe('1\n2\n3\n')
  })

  test.each([
    [
      '{\n"a":1}',
      'one record is one line: jq -c . FILE makes lines of what is spread over several',
    ],
    ['[\n1\n]', "one record is one line: jq -c '.[]' FILE makes lines of a list"],
    ['<buses/>', 'it looks like XML, which is read without --records'],
    ['1\n{\n', undefined],
  ])('of %j comes with advice', (text, advice) => {
    expect(read([Buffer.from(text)], AS_LINES).error?.advice).toBe(advice)
  })
})

describe('a limit', () => {
  test('of depth holds for values however deep', () => {
    const deep = (levels: number) => Buffer.from('['.repeat(levels) + ']'.repeat(levels))
    const limits = { depth: 7 }
    expect(read([deep(7)], AS_LINES, { limits }).records).toBe(1)
    const message = 'in:1:8: more than 7 levels in a value: raise --max-depth'
    expect(everyCut(deep(8), AS_LINES, { limits }).error).toMatchObject({
      kind: 'LimitError',
      message,
    })
    const million = read([deep(1_000_000)], AS_LINES, { limits: { depth: 1_000_000 } })
    expect(million.lines).toHaveLength(2_000_001)
  })

  test('of a record holds for whole lines and for those that do not end', () => {
    const limits = { record: 9 }
    const message = 'in:2:1: record longer than 9 bytes: raise --max-record'
    for (const text of ['1\n"12345678"\n2\n', `1\n"${'x'.repeat(100)}`]) {
      expect(everyCut(text, AS_LINES, { limits }).error).toMatchObject({
        kind: 'LimitError',
        message,
      })
      const { lines } = everyCut(text, AS_LINES, { limits, skips: true })
      expect(lines).toBe(text.includes('\n2') ? '1\n2\n' : '1\n')
    }
    expect(read([Buffer.from('"1234567"\n')], AS_LINES, { limits }).records).toBe(1)
  })

  test('of a record bounds the memory, whatever comes', () => {
    const limits = { ...LIMITS, record: 1 << 20 }
    const scanner = new LineScanner(limits.depth, limits.record)
    const badRecords = { allows: () => true, leaveOut() {} }
    const report = { records: 0 }
    const target = { send: () => true, done: false }
    const program = new LineProgram({ program: AS_LINES, exits: [target], scanner })
    const engine = new LineRecords({ source: 'in', scanner, program, limits, report, badRecords })
    const chunk = Buffer.alloc(65_536, 'x')
    for (let n = 0; n < 1000; n++) engine.write(chunk)
    engine.write(Buffer.from('\n7\n'))
    engine.end()
    expect(report.records).toBe(1)
    expect(scanner.memory).toBeLessThan(4 << 20)
  })
})
