// Loads the library that writes Parquet: as a whole, and the pieces of it that take bytes. Another one of its author compresses.

export async function load(): Promise<Library> {
  const [snappy, main, column, page, dictionary, encoding] = await Promise.all([
    import('hysnappy'),
    import('hyparquet-writer'),
    import('hyparquet-writer/src/column.js'),
    import('hyparquet-writer/src/datapage.js'),
    import('hyparquet-writer/src/dictionary.js'),
    import('hyparquet-writer/src/encoding.js'),
  ])
  const { ByteWriter, ParquetWriter } = main
  const { writeColumn } = column
  const { writePageHeader } = page
  const { writeDictionaryPage } = dictionary
  const { writeRleBitPackedHybrid } = encoding
  return {
    compress: snappy.snappyCompressor(),
    ...{ ByteWriter, ParquetWriter, writeColumn },
    ...{ writePageHeader, writeDictionaryPage, writeRleBitPackedHybrid },
  }
}

type Main = typeof import('hyparquet-writer')

export interface Library {
  /** With Snappy. */
  compress: (bytes: Uint8Array) => Uint8Array
  ByteWriter: Main['ByteWriter']
  ParquetWriter: Main['ParquetWriter']
  writeColumn: typeof import('hyparquet-writer/src/column.js').writeColumn
  writePageHeader: typeof import('hyparquet-writer/src/datapage.js').writePageHeader
  writeDictionaryPage: typeof import('hyparquet-writer/src/dictionary.js').writeDictionaryPage
  writeRleBitPackedHybrid: typeof import('hyparquet-writer/src/encoding.js').writeRleBitPackedHybrid
}

export type Bytes = InstanceType<Library['ByteWriter']>
export type Writer = InstanceType<Library['ParquetWriter']>
export type Element = Writer['schema'][number]
/** How a column is written. */
export type HowColumn = Parameters<Library['writeColumn']>[0]['column']
/** What is known of a column that was written. */
export type WrittenColumn = Writer['pendingIndexes'][number]
