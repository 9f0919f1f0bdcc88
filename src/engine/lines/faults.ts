// Says in words why a line is no JSON, and what may help.

import {
  LINE_CONTROL_CHARACTER,
  LINE_DEPTH,
  LINE_ESCAPE,
  LINE_EXPECTED_ARRAY_GOES_ON,
  LINE_EXPECTED_COLON,
  LINE_EXPECTED_END,
  LINE_EXPECTED_NAME,
  LINE_EXPECTED_NAME_OR_END,
  LINE_EXPECTED_OBJECT_GOES_ON,
  LINE_EXPECTED_VALUE,
  LINE_LENGTH,
  LINE_NUMBER,
} from '../../kernel/lines/layout.ts'
import { beyond } from '../limits.ts'

/** What the reader knows of a fault. */
export interface Found {
  code: number
  /** What stands there, on the same line: its first characters. */
  rest: string
  /** Whether the line is the last, and has no end. */
  isCut: boolean
}

export interface LineLimits {
  depth: number
  record: number
}

const EXPECTED: Readonly<Record<number, string>> = {
  [LINE_EXPECTED_VALUE]: 'a value',
  [LINE_EXPECTED_NAME]: 'a name in quotes',
  [LINE_EXPECTED_NAME_OR_END]: 'a name in quotes or "}"',
  [LINE_EXPECTED_COLON]: '":"',
  [LINE_EXPECTED_OBJECT_GOES_ON]: '"," or "}"',
  [LINE_EXPECTED_ARRAY_GOES_ON]: '"," or "]"',
  [LINE_EXPECTED_END]: 'the end of the line',
}

/** The fact of the error. */
export function factOf(found: Found, limits: LineLimits): string {
  const { code, rest } = found
  if (code === LINE_DEPTH) return `more than ${limits.depth} levels in a value: raise --max-depth`
  if (code === LINE_LENGTH) return beyond('record', limits.record)
  return `line is no JSON: ${what(found, rest)}`
}

/** Whether it is about a limit. */
export function isLimit(code: number): boolean {
  return code === LINE_DEPTH || code === LINE_LENGTH
}

function what({ code, isCut }: Found, rest: string): string {
  const [first = ''] = rest
  const end = isCut ? 'the end of the input' : 'the end of the line'
  const expected = EXPECTED[code]
  if (expected !== undefined) {
    return `expected ${expected}, found ${first === '' ? end : JSON.stringify(first)}`
  }
  if (code === LINE_NUMBER) return `number not written as JSON does: ${quoted(/^[-+.\w]*/, rest)}`
  if (code === LINE_ESCAPE) return `escape not known: ${quoted(/^\\(?:u[^"]{0,4}|.?)/su, rest)}`
  if (code === LINE_CONTROL_CHARACTER && first === '') return `text not closed before ${end}`
  const number = first.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return `character not allowed in a text: U+${number}`
}

function quoted(pattern: RegExp, rest: string): string {
  return JSON.stringify(pattern.exec(rest)?.[0] ?? '')
}

/** What may help a user whose first line begins so. */
export function adviceFor({ code, rest, isCut }: Found, line: string): string | undefined {
  if (line.startsWith('<')) return 'it looks like XML, which is read without --records'
  const isOpen = rest === '' && !isCut && code !== LINE_CONTROL_CHARACTER
  if (!isOpen) return undefined
  return line === '['
    ? "one record is one line: jq -c '.[]' FILE makes lines of a list"
    : 'one record is one line: jq -c . FILE makes lines of what is spread over several'
}
