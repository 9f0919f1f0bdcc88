// Turns records into the rows of CSV or TSV, once it is known how: by those who write all of a file, or some of it.

import { OutputError } from '../core/errors.ts'
import { ENDS_IN_CRLF, GUARDS } from '../kernel/table/layout.ts'
import type { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { cellText } from './cell.ts'
import { Columns, type ColumnsData } from './columns.ts'
import type { PartEncoder } from './format.ts'
import { guarded } from './guarded.ts'
import { rowWriterFor } from './row-names.ts'
import { RowsOfLines } from './rows-of-lines.ts'
import { lineOf } from './separated-line.ts'

/** How every row is written. */
export interface SeparatedLayout {
  delimiter: string
  guard: boolean
  newline: string
  columns: ColumnsData
  /** For each cell of a row which column it is of, or -1; as they come if not given. */
  places?: readonly number[] | undefined
}

export class SeparatedRows implements PartEncoder {
  readonly layout: SeparatedLayout
  readonly columns: Columns
  readonly #special: RegExp
  readonly #lines: RowsOfLines

  constructor(layout: SeparatedLayout, columns: Columns = Columns.like(layout.columns)) {
    this.layout = layout
    this.columns = columns
    const between = `\\u{${layout.delimiter.codePointAt(0)?.toString(16)}}`
    this.#special = new RegExp(`["\\r\\n\\ufeff${between}]|^ | $`, 'u')
    const how = (layout.guard ? GUARDS : 0) | (layout.newline === '\n' ? 0 : ENDS_IN_CRLF)
    this.#lines = new RowsOfLines({
      load: () => rowWriterFor(columns.data, layout, how),
      ...columns.taken,
      encode: (record, number) => this.encode(record, number),
    })
  }

  /** @throws OutputError for a record with a field that has no column; `number` is what that calls it. */
  encode(record: Value, number = 0): string {
    const { cells, extra } = this.columns.rowOf(record)
    if (extra !== undefined) {
      throw new OutputError(
        `record ${number} has the field ${JSON.stringify(extra)}, for which there is no column: ` +
          'name the fields with --columns',
      )
    }
    const texts = cells.map(cellText)
    return this.#line(this.layout.places?.map((place) => texts[place] ?? null) ?? texts)
  }

  /** The same for whole lines of JSON, before which so many records came. */
  encodeLines(lines: Lines, before = 0): Generator<Lines> {
    return this.#lines.of(lines, before)
  }

  header(): string {
    return this.#line(this.columns.names)
  }

  found(): unknown {
    return this.columns.found()
  }

  #line(cells: readonly (string | null)[]): string {
    const { delimiter, guard, newline } = this.layout
    const safe = guard ? cells.map((cell) => cell && guarded(cell)) : cells
    if (safe.length === 1 && safe[0] === null) return `""${newline}` // a line with nothing on it would be no row
    const isPlain = safe.every((cell) => cell === null || this.#isPlain(cell))
    return (isPlain ? safe.join(delimiter) : lineOf(safe, delimiter)) + newline
  }

  /** Whether nothing in it needs quotes: the library takes four times as long to see that. */
  #isPlain(cell: string): boolean {
    return cell !== '' && !this.#special.test(cell)
  }
}
