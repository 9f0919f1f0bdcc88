// Gives a field of rows a value, also in their lines: the bytes of these are put together anew, they are not parsed.

import type { Value } from '../record/record.ts'
import type { RowReader } from '../record/row-reader.ts'
import { asBytes, type Rows } from '../record/rows.ts'

export interface RowSetting {
  name: string
  reader: RowReader
  /** The value for a record that has the fields which the expression reads; undefined leaves it as it is. */
  valueFor(record: Value): Value | undefined
  /** What becomes of a record where its line does not show the place of the member. */
  assigned(record: Value, name: string, value: Value): Value
}

const COMMA = ','
const OBJECT = 0x7b
const END = 0x7d

let bytes = Buffer.alloc(0) // of the lines that were made last

/** The same rows with the values that it is set to, and with other lines if they have any. */
export function setInRows(rows: Rows, setting: RowSetting): Rows {
  const { name, reader, valueFor } = setting
  const column = rows.columns.indexOf(name)
  const values: (Value | undefined)[] = []
  for (let row = 0; row < rows.records; row++) {
    values.push(valueFor(reader.record(rows, row)))
  }
  if (!rows.haveLines) return rows.withValues(column, values)
  const { lines, lengths } = linesWith(values, rows, column, setting)
  return rows.withValues(column, values, lines, lengths)
}

/** The lines of rows with these values of a member. Texts have a character for each byte. */
function linesWith(
  values: readonly (Value | undefined)[],
  rows: Rows,
  column: number,
  { name, assigned }: RowSetting,
): { lines: Buffer; lengths: number[] } {
  const key = asBytes(`${JSON.stringify(name)}:`)
  const before = rows.lines.toString('latin1')
  const lengths: number[] = []
  let after = ''
  let copied = 0 // of the lines before
  let start = 0
  for (const [row, value] of values.entries()) {
    const length = rows.lineLength(row)
    const end = start + length - 1
    let grown = 0
    if (value !== undefined) {
      const json = asBytes(JSON.stringify(value))
      const [from, to] = placeOf(before, start, end, key, rows.json(row, column))
      let put = json
      if (to < from) {
        // somewhere in it, or not in an object
        const record = JSON.parse(
          Buffer.from(before.slice(start, end), 'latin1').toString(),
        ) as Value
        put = asBytes(JSON.stringify(assigned(record, name, value)))
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
  return { lines: bytes.subarray(0, after.length), lengths }
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
