// Writes lines of JSON as rows: most without reading them as records, the others as the encoder does.

import { KIND_ARRAY } from '../kernel/table/layout.ts'
import { Lines, recordsIn } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import type { MixedColumns } from './mixed-columns.ts'

const MOST_BYTES = 4 * 1024 * 1024 // of lines, which take three times as much memory here
const MOST_AT_ONCE = 64

/** What writes the rows of lines in its memory, and stops before a line that it does not write. */
export interface WriterOfLines {
  /** Takes lines, all of which are to be written, or taken by `nextLine`, before others come. */
  read(lines: Uint8Array): void
  write(): Uint8Array
  /** How many records were written last. */
  readonly count: number
  readonly isDone: boolean
  readonly isStopped: boolean
  nextLine(): string
  /** Says which kinds of values a column takes. */
  take?(column: number, kinds: number): void
}

export interface RowsOfLinesOptions {
  /** Loads the writer of rows, if there is one for them. */
  load: () => WriterOfLines | undefined
  /** What columns had. */
  kinds?: MixedColumns | undefined
  /** By column, whether an array is one value. */
  arrays?: readonly boolean[]
  /** Writes a record, of this number. */
  encode: (record: Value, number: number) => string
}

export class RowsOfLines {
  readonly #of: RowsOfLinesOptions
  #writer: WriterOfLines | undefined
  #isLoaded = false
  #changes: number | undefined = -1

  constructor(options: RowsOfLinesOptions) {
    this.#of = options
  }

  /** The rows of lines, before which so many records came. They are overwritten by the next. */
  *of(lines: Lines, before: number): Generator<Lines> {
    const writer = lines.bytes.length > MOST_BYTES ? undefined : this.#load()
    if (!writer) {
      yield* recordByRecord(lines, before, this.#of.encode)
      return
    }
    let number = before
    let misses = 0 // one after the other
    writer.read(lines.bytes)
    while (!writer.isDone) {
      this.#learn(writer)
      const rows = writer.write()
      const { count, isStopped } = writer
      number += count
      misses = count > 0 ? 0 : misses + 1
      if (rows.length > 0) yield new Lines(rows, count)
      if (!isStopped) continue
      // where one does not fit, others may not
      const records = Math.min(MOST_AT_ONCE, 2 ** misses)
      for (let n = 0; n < records && !writer.isDone; n++) {
        const text = this.#of.encode(JSON.parse(writer.nextLine()) as Value, ++number)
        yield new Lines(Buffer.from(text), 1)
      }
    }
  }

  #load(): WriterOfLines | undefined {
    if (!this.#isLoaded) this.#writer = this.#of.load()
    this.#isLoaded = true
    return this.#writer
  }

  #learn(writer: WriterOfLines): void {
    const { kinds, arrays = [] } = this.#of
    if (this.#changes === kinds?.changes) return
    this.#changes = kinds?.changes
    const seen = kinds?.seen ?? []
    for (const [column, taken] of arrays.entries()) {
      writer.take?.(column, (taken ? KIND_ARRAY : 0) | (seen[column] ?? 0))
    }
  }
}

/** All of them as the encoder does, as many as it takes. */
export function* recordByRecord(
  lines: Lines,
  before: number,
  encode: (record: Value, number: number) => string,
): Generator<Lines> {
  let number = before
  for (const record of recordsIn(lines)) yield new Lines(Buffer.from(encode(record, ++number)), 1)
}
