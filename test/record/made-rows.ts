// Makes rows of records, as the kernel does.

import {
  VALUE_ASCII,
  VALUE_BITS,
  VALUE_JSON,
  VALUE_MISSING,
  VALUE_NULL,
  VALUE_TEXT,
} from '../../src/kernel/layout.ts'
import { type Field, valuesAt } from '../../src/record/field.ts'
import type { Value } from '../../src/record/record.ts'
import { Rows } from '../../src/record/rows.ts'

export function rowsOf(records: readonly Value[], fields: readonly Field[]): Rows {
  const width = fields.length + 1
  const words = new Int32Array(records.length * width)
  let text = ''
  let lines = ''
  for (const [row, record] of records.entries()) {
    const at = words.length - (row + 1) * width
    lines += `${JSON.stringify(record)}\n`
    words[at] = Buffer.byteLength(lines)
    for (const [column, field] of fields.entries()) {
      const values = valuesAt(record, field)
      const json = values.length === 0 ? '' : JSON.stringify(values.length > 1 ? values : values[0])
      text += json
      words[at + column + 1] = (Buffer.byteLength(text) << VALUE_BITS) | kindOf(json)
      text += ','
    }
  }
  const columns = fields.map((field) => field.join('/'))
  return new Rows({ columns, text: Buffer.from(text), words, lines: Buffer.from(lines) })
}

function kindOf(json: string): number {
  if (json === '') return VALUE_MISSING
  if (json === 'null') return VALUE_NULL
  if (!json.startsWith('"') || json.includes('\\')) return VALUE_JSON
  return Buffer.byteLength(json) === json.length ? VALUE_ASCII : VALUE_TEXT
}
