// Writes a column of texts as Parquet has it, without a string: as numbers of different texts, or one after the other.

import { type Dictionary, TextColumn, type Texts } from '../engine/text-column.ts'
import type { ColumnData } from './column-builder.ts'
import type { Bytes, HowColumn, Library, WrittenColumn } from './parquet-library.ts'

const PREFIX = 4 // bytes before a text
const LONG = 64 // bytes of a text that are more than the library tells of it

interface Page {
  from: number
  /** The row after its last one. */
  to: number
  bytes: Uint8Array
}

interface Presence {
  rows: number
  missing: number
  levels: Uint8Array
}

export class ParquetTexts {
  readonly #library: Library
  readonly #bytes: Bytes
  readonly #texts = new TextColumn()
  /** The presence in the last page of a column in which nothing is missing: those of others are mostly the same. */
  #whole: Presence | undefined

  constructor(library: Library, bytes: Bytes) {
    this.#library = library
    this.#bytes = bytes
  }

  /** As `writeColumn` of the library does it. */
  write(data: ColumnData & Texts, column: HowColumn): WrittenColumn {
    const { length, nullCount } = data
    const bytes = this.#bytes
    const start = bytes.offset
    this.#texts.hold(data)
    const dictionary = this.#dictionary(data)
    let size = dictionary ? this.#library.writeDictionaryPage(bytes, column, dictionary.texts) : 0
    const encoding = dictionary ? 'RLE_DICTIONARY' : 'PLAIN'
    const firstPage = bytes.offset
    const page_locations = []
    for (const page of this.#pages(length, column.pageSize, dictionary)) {
      const at = bytes.offset
      size += this.#writePage(page, encoding, data, column)
      page_locations.push({
        offset: BigInt(at),
        compressed_page_size: bytes.offset - at,
        first_row_index: BigInt(page.from),
      })
    }
    const pages = { page_type: 'DATA_PAGE_V2', encoding, count: page_locations.length } as const
    const before = { page_type: 'DICTIONARY_PAGE', encoding: 'PLAIN', count: 1 } as const
    return {
      chunk: {
        file_offset: BigInt(start),
        meta_data: {
          type: 'BYTE_ARRAY',
          encodings: dictionary ? ['PLAIN', encoding] : [encoding],
          path_in_schema: [column.columnName],
          codec: column.codec,
          num_values: BigInt(length),
          total_compressed_size: BigInt(bytes.offset - start),
          total_uncompressed_size: BigInt(size),
          data_page_offset: BigInt(firstPage),
          ...(dictionary && { dictionary_page_offset: BigInt(start) }),
          ...(column.stats && {
            statistics: { ...this.#bounds(data), null_count: BigInt(nullCount) },
            encoding_stats: dictionary ? [before, pages] : [pages],
          }),
        },
      },
      ...(page_locations.length > 1 && { offsetIndex: { page_locations } }),
    }
  }

  /** The different texts, where these and their numbers are at most half of all: the library decides so, too. */
  #dictionary({ length, nullCount, offsets }: ColumnData & Texts): Dictionary | undefined {
    if (nullCount === length) return undefined
    const found = this.#texts.dictionary()
    if (!found) return undefined
    const values = length - nullCount
    const all = (offsets[length] as number) - (offsets[0] as number) + PREFIX * values
    const different = found.texts.reduce((sum, text) => sum + PREFIX + text.length, 0)
    const numbers = Math.ceil((values * widthOf(found.texts.length)) / 8)
    return 2 * (different + numbers) <= all ? found : undefined
  }

  *#pages(length: number, enough: number, dictionary?: Dictionary): Generator<Page> {
    if (dictionary) {
      yield { from: 0, to: length, bytes: this.#packed(dictionary) }
      return
    }
    for (let from = 0; from < length; ) {
      const { bytes, next } = this.#texts.plain(from, enough)
      yield { from, to: next, bytes }
      from = next
    }
  }

  #packed({ texts, indexes }: Dictionary): Uint8Array {
    const page = new this.#library.ByteWriter(indexes.length)
    const width = widthOf(texts.length)
    page.appendUint8(width)
    this.#library.writeRleBitPackedHybrid(page, indexes, width)
    return page.getBytes()
  }

  /** Which texts are there, as a page has it. */
  #presence({ validity, nullCount }: ColumnData, from: number, to: number): Presence {
    const rows = to - from
    if (nullCount === 0 && this.#whole?.rows === rows) return this.#whole
    const areThere = new Uint8Array(rows)
    let missing = rows
    for (let row = from; row < to; row++) {
      const isThere = ((validity[row >> 3] as number) >> (row & 7)) & 1
      areThere[row - from] = isThere
      missing -= isThere
    }
    const writer = new this.#library.ByteWriter()
    this.#library.writeRleBitPackedHybrid(writer, areThere, 1)
    const presence = { rows, missing, levels: writer.getBytes() }
    if (nullCount === 0) this.#whole = presence
    return presence
  }

  /** Answers how long it is without compression. */
  #writePage(
    { from, to, bytes }: Page,
    encoding: 'RLE_DICTIONARY' | 'PLAIN',
    data: ColumnData,
    { codec, compressors }: HowColumn,
  ): number {
    const { writePageHeader } = this.#library
    const writer = this.#bytes
    const rows = to - from
    const { levels, missing } = this.#presence(data, from, to)
    const compressed = compressors[codec]?.(bytes) ?? bytes
    const start = writer.offset
    writePageHeader(writer, {
      type: 'DATA_PAGE_V2',
      uncompressed_page_size: levels.length + bytes.length,
      compressed_page_size: levels.length + compressed.length,
      data_page_header_v2: {
        num_values: rows,
        num_nulls: missing,
        num_rows: rows,
        encoding,
        definition_levels_byte_length: levels.length,
        repetition_levels_byte_length: 0,
        is_compressed: true,
      },
    })
    const head = writer.offset - start
    writer.appendBytes(levels)
    writer.appendBytes(compressed)
    return head + levels.length + bytes.length
  }

  #bounds({ length, nullCount }: ColumnData) {
    if (nullCount === length) return {}
    const [min_value, max_value] = this.#texts.bounds().map(beginning) as [Uint8Array, Uint8Array]
    return { min_value, max_value }
  }
}

/** A copy, as it is kept to the end. */
function beginning(text: Uint8Array): Uint8Array {
  return new Uint8Array(text.subarray(0, LONG))
}

/** Bits of a number below `count`. */
function widthOf(count: number): number {
  return Math.ceil(Math.log2(count))
}
