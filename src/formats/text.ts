// Provides text: the bare values of a record on a line, between tabs, as `jq -r` prints them; nothing is quoted.

import type { Value } from '../record/record.ts'
import { cellText } from './cell.ts'
import { Columns } from './columns.ts'
import type { FormatOptions, OpenEncoder } from './format.ts'
import { hasFields } from './paths.ts'

export const text: OpenEncoder = {
  makes: 'bytes',
  open(options: FormatOptions) {
    const { delimiter = '\t', known: _, ...rest } = options // a shape knows more fields than a record has
    const columns = Columns.before(rest)
    const valuesOf = (record: Value) => {
      if (columns) return columns.rowOf(record).cells
      return hasFields(record) ? Object.values(record) : [record]
    }
    return {
      encode: (record) => `${valuesOf(record).map(textOf).join(delimiter)}\n`,
      end: () => '',
    }
  },
}

function textOf(value: Value | undefined): string {
  return cellText(value) ?? ''
}
