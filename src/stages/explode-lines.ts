// Takes records that are lines apart at a field: the bytes before and after its array are copied for each value in it. Most
// lines are not parsed.

import type { Field } from '../record/field.ts'
import { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import type { Rows } from '../record/rows.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const OPENING = 0x5b
const BACKSLASH = 0x5c
const CLOSING = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

export class ExplodeLines {
  /** `"name":[` of each name on the way, without any of which a record stays as it is. */
  readonly #keys: string[]
  readonly #apart: (record: Value) => Value[]

  /** `apart` does the same with any record. */
  constructor(field: Field, apart: (record: Value) => Value[]) {
    const names = field.length > 1 ? [...field, field.join('/')] : field
    this.#keys = names.map((name) => Buffer.from(`${JSON.stringify(name)}:[`).toString('latin1'))
    this.#apart = apart
  }

  /** The lines that rows become; the rows themselves where all stay as they are. */
  of(rows: Rows): Rows | Lines {
    const { lines } = rows
    const isLikely = this.#keys.some((key) => lines.includes(key, 0, 'latin1'))
    if (!isLikely && lines[0] !== OPENING && !lines.includes('\n[')) return rows
    const before = lines.toString('latin1')
    let after = ''
    let records = 0
    let copied = 0 // of the lines before
    for (let start = 0; start < before.length; ) {
      const end = before.indexOf('\n', start)
      const key = this.#keyIn(before.substring(start, end))
      if (key >= 0 || before.charCodeAt(start) === OPENING) {
        const made = this.#linesOf(before.substring(start, end), key)
        after += before.substring(copied, start)
        for (const line of made) after += `${line}\n`
        records += made.length
        copied = end + 1
      } else records++
      start = end + 1
    }
    return new Lines(Buffer.from(after + before.substring(copied), 'latin1'), records)
  }

  /** Where the first of the keys stands in a line, or -1. */
  #keyIn(line: string): number {
    let first = -1
    for (const key of this.#keys) {
      const at = line.indexOf(key)
      if (at >= 0 && (first < 0 || at < first)) first = at
    }
    return first
  }

  #linesOf(line: string, key: number): string[] {
    const [name = ''] = this.#keys
    const isMember = key >= 0 && this.#keys.length === 1 && isInOuter(line, key)
    const from = key + name.length - 1 // `"name":▮[1,2]`
    const values = isMember ? valuesIn(line, from) : undefined
    if (!values) return this.#parsed(line)
    const head = line.substring(0, from)
    const tail = line.substring(values.end)
    return values.texts.map((text) => head + text + tail)
  }

  #parsed(line: string): string[] {
    const record = JSON.parse(Buffer.from(line, 'latin1').toString()) as Value
    return this.#apart(record).map((each) => Buffer.from(JSON.stringify(each)).toString('latin1'))
  }
}

/** Whether a place in a line is in its outermost object, and in no text. */
function isInOuter(line: string, place: number): boolean {
  let depth = 0
  let at = 0
  while (at < place) {
    const code = line.charCodeAt(at)
    if (code === QUOTE) at = textEnd(line, at)
    else if (code === OPENING || code === OPENING_BRACE) depth++
    else if (code === CLOSING || code === CLOSING_BRACE) depth--
    at++
  }
  return at === place && depth === 1
}

/** The JSON of the values of an array, and its end; undefined for an array that is empty or has arrays in it. */
function valuesIn(line: string, array: number): { texts: string[]; end: number } | undefined {
  const texts: string[] = []
  let from = array + 1
  let depth = 0
  for (let at = from; ; at++) {
    const code = line.charCodeAt(at)
    if (code === QUOTE) at = textEnd(line, at)
    else if (code === OPENING_BRACE) depth++
    else if (code === CLOSING_BRACE) depth--
    else if (depth > 0) continue
    else if (code === OPENING) return undefined
    else if (code === COMMA || code === CLOSING) {
      if (at === from) return undefined
      texts.push(line.substring(from, at))
      from = at + 1
      if (code === CLOSING) return { texts, end: from }
    }
  }
}

/** From `▮"text"` to its last quote. */
function textEnd(line: string, start: number): number {
  let end = line.indexOf('"', start + 1)
  while (isEscaped(line, end)) end = line.indexOf('"', end + 1)
  return end
}

function isEscaped(line: string, at: number): boolean {
  let count = 0
  while (line.charCodeAt(at - 1 - count) === BACKSLASH) count++
  return count % 2 === 1
}
