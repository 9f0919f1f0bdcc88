// Provides text: the bare values of a record on a line, between tabs, as `jq -r` prints them; nothing is quoted.

import { RowWriter } from '../engine/row-writer.ts'
import { IS_BARE, IS_IN_ORDER } from '../kernel/table/layout.ts'
import type { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { cellText } from './cell.ts'
import { Columns, type ColumnsData } from './columns.ts'
import type { Encoder, FormatOptions, OpenEncoder, PartEncoder } from './format.ts'
import type { Found } from './mixed-columns.ts'
import { hasFields } from './paths.ts'
import { isByte, rowWriterFor } from './row-names.ts'
import { RowsOfLines } from './rows-of-lines.ts'

export const text: OpenEncoder = {
  makes: 'bytes',
  open(options: FormatOptions) {
    const { delimiter = '\t', known: _, ...rest } = options // a shape knows more fields than a record has
    const columns = Columns.before(rest)
    if (columns && rest.state) columns.kinds.seen = rest.state as number[]
    return new Text(delimiter, columns)
  },
  openPart(layout) {
    const { delimiter, columns } = layout as TextLayout
    return new Text(delimiter, columns && Columns.like(columns))
  },
}

interface TextLayout {
  delimiter: string
  columns?: ColumnsData | undefined
}

class Text implements Encoder, PartEncoder {
  readonly layout: TextLayout
  readonly #columns: Columns | undefined
  readonly #lines: RowsOfLines

  constructor(delimiter: string, columns: Columns | undefined) {
    this.layout = { delimiter, columns: columns?.data }
    this.#columns = columns
    this.#lines = new RowsOfLines({
      load: () => writerFor(this.layout),
      ...columns?.taken,
      encode: (record) => this.encode(record),
    })
  }

  encode(record: Value): string {
    return `${this.#valuesOf(record).map(textOf).join(this.layout.delimiter)}\n`
  }

  encodeLines(lines: Lines): Generator<Lines> {
    return this.#lines.of(lines, 0)
  }

  end(): string {
    return ''
  }

  state(): unknown {
    return this.#columns?.kinds.seen
  }

  join(_: number, found: unknown): void {
    if (found) this.#columns?.learn(found as Found)
  }

  found(): unknown {
    return this.#columns?.found()
  }

  #valuesOf(record: Value): (Value | undefined)[] {
    if (this.#columns) return this.#columns.rowOf(record).cells
    return hasFields(record) ? Object.values(record) : [record]
  }
}

function textOf(value: Value | undefined): string {
  return cellText(value) ?? ''
}

/** What writes rows without reading records, if it can. */
function writerFor({ delimiter, columns }: TextLayout): RowWriter | undefined {
  if (columns) return rowWriterFor(columns, { delimiter }, IS_BARE)
  if (!isByte(delimiter)) return undefined
  const none = { names: [], columns: 0, places: [] }
  return new RowWriter({ how: IS_BARE | IS_IN_ORDER, delimiter: delimiter.charCodeAt(0), ...none })
}
