// Turns records into Parquet: columns found in the first group of rows, compressed with Snappy.

import { cellsOf } from './cells-of-column.ts'
import type { ColumnData } from './column-builder.ts'
import { Columnar, type ColumnarFile } from './columnar.ts'
import type { ColumnType, Format } from './format.ts'
import type { Column } from './found-columns.ts'
import {
  type Bytes,
  type Element,
  type HowColumn,
  type Library,
  load,
  type Writer,
  type WrittenColumn,
} from './parquet-library.ts'
import { ParquetTexts } from './parquet-texts.ts'

const PAGE = 1024 * 1024 // bytes

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
  readonly #library: Library
  readonly #columns: readonly Column[]
  readonly #bytes: Bytes
  readonly #writer: Writer
  readonly #texts: ParquetTexts

  constructor(library: Library, columns: readonly Column[]) {
    const { ByteWriter, ParquetWriter, compress } = library
    this.#library = library
    this.#columns = columns
    this.#bytes = new ByteWriter()
    this.#texts = new ParquetTexts(library, this.#bytes)
    const schema = elements(columns)
    const compressors = { SNAPPY: compress }
    this.#writer = new ParquetWriter({
      ...{ writer: this.#bytes, schema, compressors, createdBy: 'cosax' },
    })
  }

  /** As `write` of the library does it, but for texts, which it takes as strings only. */
  *group(columns: readonly ColumnData[]): Generator<Uint8Array> {
    const start = this.#bytes.offset
    const rows = BigInt(columns[0]?.length ?? 0)
    const written = columns.map((column, at) => this.#column(column, at))
    let size = 0n
    for (const { chunk } of written) size += chunk.meta_data?.total_uncompressed_size ?? 0n
    this.#writer.pendingIndexes.push(...written)
    this.#writer.num_rows += rows
    this.#writer.row_groups.push({
      columns: written.map(({ chunk }) => chunk),
      total_byte_size: size,
      num_rows: rows,
      total_compressed_size: BigInt(this.#bytes.offset - start),
    })
    yield this.#take()
  }

  *end(): Generator<Uint8Array> {
    this.#writer.finish()
    const bytes = this.#take()
    if (this.#writer.row_groups.length === 0) declareGroups(bytes)
    yield bytes
  }

  #column(data: ColumnData, at: number): WrittenColumn {
    const { name, type } = this.#columns[at] as Column
    const { codec, schema } = this.#writer
    const compressors = this.#writer.compressors as HowColumn['compressors']
    const [root, element] = [schema[0] as Element, schema[at + 1] as Element]
    const column: HowColumn = {
      ...{ columnName: name, element, schemaPath: [root, element], codec, compressors },
      ...{ stats: type !== 'json', pageSize: PAGE, columnIndex: false, offsetIndex: true },
    }
    const { offsets, values } = data
    if (offsets && values instanceof Uint8Array)
      return this.#texts.write({ ...data, offsets, values }, column)
    const cells = cellsOf(data)
    const definitionLevels = cells.map((cell) => (cell === null ? 0 : 1))
    const pageData = {
      ...{ values: cells, definitionLevels },
      ...{ repetitionLevels: [], maxDefinitionLevel: 1 },
    }
    return this.#library.writeColumn({ writer: this.#bytes, column, pageData })
  }

  #take(): Uint8Array {
    const bytes = this.#bytes.getBytes().slice() // what comes next is written over it
    this.#bytes.index = 0
    return bytes
  }
}

function elements(columns: readonly Column[]): Element[] {
  const fields = columns.map(
    ({ name, type }): Element => ({ name, repetition_type: 'OPTIONAL', ...ELEMENTS[type] }),
  )
  return [{ name: 'records', num_children: fields.length }, ...fields]
}

/** The library calls an empty list of row groups one of nothing, which strict readers refuse: it is one of structures. */
function declareGroups(bytes: Uint8Array): void {
  const at = Buffer.from(bytes.buffer).lastIndexOf(NO_GROUPS)
  if (at >= 0) bytes[at + NO_GROUPS.length - 1] = 0x0c
}

/** No rows, an empty list: fields 3 and 4 of the footer. */
const NO_GROUPS = Buffer.from([0x16, 0x00, 0x19, 0x00])
