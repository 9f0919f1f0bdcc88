// Turns records into Parquet: columns found in the first group of rows, compressed with Snappy.

import { cellsOf } from './cells-of-column.ts'
import type { ColumnData } from './column-builder.ts'
import { Columnar, type ColumnarFile } from './columnar.ts'
import type { ColumnType, Format } from './format.ts'
import type { Column } from './found-columns.ts'
import type { Cell } from './schema.ts'

const load = () => import('hyparquet-writer')
type Library = Awaited<ReturnType<typeof load>>
type Writer = InstanceType<Library['ParquetWriter']>

export const parquet: Pick<Format, 'name' | 'load'> = {
  name: 'parquet',
  async load() {
    const library = await load()
    return {
      makes: 'bytes',
      open: (options) =>
        new Columnar('parquet', options, (columns) => new ParquetFile(library, columns)),
    }
  },
}

type Element = Writer['schema'][number]

const TEXT = {
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  logical_type: { type: 'STRING' },
} as const
const JSON_TEXT = {
  type: 'BYTE_ARRAY',
  converted_type: 'JSON',
  logical_type: { type: 'JSON' },
} as const

const ELEMENTS: Record<ColumnType, Omit<Element, 'name'>> = {
  text: TEXT,
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  json: JSON_TEXT,
}

class ParquetFile implements ColumnarFile {
  readonly #columns: readonly Column[]
  readonly #bytes: InstanceType<Library['ByteWriter']>
  readonly #writer: Writer

  constructor({ ByteWriter, ParquetWriter }: Library, columns: readonly Column[]) {
    this.#columns = columns
    this.#bytes = new ByteWriter()
    // the library would make the text of JSON columns itself, and lose `__proto__`: to it they are text until the end
    const schema = elements(columns, { ...ELEMENTS, json: TEXT })
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema, createdBy: 'cosax' })
  }

  *group(columns: readonly ColumnData[]): Generator<Uint8Array> {
    const length = columns[0]?.length ?? 0
    const none: Cell[] = new Array(length)
    let isCounted = false
    this.#writer.write({
      columnData: this.#columns.map(({ name, type }, at) => ({
        name,
        // made when it is written, one after the other: the first is asked for twice, as its length is that of all
        get data() {
          const isAsked = at === 0 && !isCounted
          isCounted = true
          return isAsked ? none : cellsOf(columns[at] as ColumnData)
        },
        statistics: type !== 'json',
      })),
      rowGroupSize: length,
    })
    this.#shortenStatistics()
    yield this.#take()
  }

  *end(): Generator<Uint8Array> {
    this.#writer.schema = elements(this.#columns, ELEMENTS)
    this.#writer.finish()
    const bytes = this.#take()
    if (this.#writer.row_groups.length === 0) declareGroups(bytes)
    yield bytes
  }

  #take(): Uint8Array {
    const bytes = this.#bytes.getBytes().slice() // what comes next is written over it
    this.#bytes.index = 0
    return bytes
  }

  /** The library keeps the least and the greatest text of every group to the end, to write 16 bytes of each. */
  #shortenStatistics(): void {
    for (const { meta_data } of this.#writer.row_groups.at(-1)?.columns ?? []) {
      const statistics = meta_data?.statistics
      if (typeof statistics?.min_value === 'string')
        statistics.min_value = beginning(statistics.min_value)
      if (typeof statistics?.max_value === 'string')
        statistics.max_value = beginning(statistics.max_value)
    }
  }
}

function elements(
  columns: readonly Column[],
  types: Record<ColumnType, Omit<Element, 'name'>>,
): Element[] {
  const fields = columns.map(
    ({ name, type }): Element => ({ name, repetition_type: 'OPTIONAL', ...types[type] }),
  )
  return [{ name: 'records', num_children: fields.length }, ...fields]
}

/** More of a text than is written; a copy, as a slice holds on to all that it is of. */
function beginning(text: string): string {
  return Buffer.from(text.slice(0, 32)).toString()
}

/** The library calls an empty list of row groups one of nothing, which strict readers refuse: it is one of structures. */
function declareGroups(bytes: Uint8Array): void {
  const at = Buffer.from(bytes.buffer).lastIndexOf(NO_GROUPS)
  if (at >= 0) bytes[at + NO_GROUPS.length - 1] = 0x0c
}

/** No rows, an empty list: fields 3 and 4 of the footer. */
const NO_GROUPS = Buffer.from([0x16, 0x00, 0x19, 0x00])
