// Gives a member of records that are lines a value: their bytes are put together anew, they are not parsed.

import type { Value } from '../record/record.ts'
import type { RowReader, Rows } from '../record/rows.ts'

export interface LineSetting {
  name: string
  reader: RowReader
  /** The values of a record that has the fields which the expression reads; none leaves it as it is. */
  valuesOf(record: Value): Value[]
  /** What becomes of a record where its line does not show the place of the member. */
  assigned(record: Value, name: string, values: Value[]): Value
}

const COMMA = ','
const OBJECT = 0x7b
const END = 0x7d

let bytes = Buffer.alloc(0) // of the lines that were made last

/** The same rows with other lines. These are texts with a character for each byte. */
export function setInLines(rows: Rows, { name, reader, valuesOf, assigned }: LineSetting): Rows {
  const key = asBytes(`${JSON.stringify(name)}:`)
  const before = rows.lines.toString('latin1')
  const lengths: number[] = []
  const column = rows.columns.indexOf(name)
  let after = ''
  let copied = 0 // of the lines before
  let start = 0
  for (let row = 0; row < rows.records; row++) {
    const length = rows.lineLength(row)
    const end = start + length - 1
    const values = valuesOf(reader.record(rows, row))
    let grown = 0
    if (values.length > 0) {
      const json = asBytes(JSON.stringify(values.length > 1 ? values : values[0]))
      const [from, to] = placeOf(before, start, end, key, rows.json(row, column))
      let put = json
      if (to < from) {
        // somewhere in it, or not in an object
        const record = JSON.parse(
          Buffer.from(before.slice(start, end), 'latin1').toString(),
        ) as Value
        put = asBytes(JSON.stringify(assigned(record, name, values)))
        after += before.substring(copied, start) + put
        grown = put.length - (end - start)
        copied = end
      } else {
        if (from === to) put = `${before.charCodeAt(from - 1) === OBJECT ? '' : COMMA}${key}${json}`
        after += before.substring(copied, from) + put
        grown = put.length - (to - from)
        copied = to
      }
    }
    lengths.push(length + grown)
    start = end + 1
  }
  after += before.substring(copied)
  if (bytes.length < after.length) bytes = Buffer.allocUnsafeSlow(2 * after.length)
  bytes.write(after, 'latin1')
  return rows.withLines(bytes.subarray(0, after.length), lengths)
}

/**
 * Where the value of a member stands in a line of which it is one member, or where it would begin, which is where it ends;
 * an end before the start if the line does not show it.
 */
function placeOf(
  lines: string,
  start: number,
  end: number,
  key: string,
  value: string | undefined,
): [from: number, to: number] {
  const isObject = lines.charCodeAt(start) === OBJECT && lines.charCodeAt(end - 1) === END
  if (!isObject) return [0, -1]
  if (value === undefined) return [end - 1, end - 1]
  const at = lines.indexOf(key, start)
  const from = at + key.length
  const other = lines.indexOf(key, from)
  const isClear = at >= 0 && from < end && (other < 0 || other > end)
  return isClear && lines.startsWith(value, from) ? [from, from + value.length] : [0, -1]
}

function asBytes(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text).toString('latin1')
}

const ASCII = /^[\0-\x7f]*$/
