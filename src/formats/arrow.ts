// Turns records into Arrow IPC, a file or a stream: one record batch a group of rows.

import type { ColumnData } from './column-builder.ts'
import { Columnar, type ColumnarFile } from './columnar.ts'
import type { Format, OpenEncoder } from './format.ts'
import type { Column } from './found-columns.ts'

const load = () => import('@uwdata/flechette')
type Library = Awaited<ReturnType<typeof load>>
type ArrowColumn = InstanceType<Library['Column']>
type ArrowSchema = InstanceType<Library['Table']>['schema']

type Kind = 'file' | 'stream'

export const arrow: Pick<Format, 'name' | 'load'> = {
  name: 'arrow',
  load: () => opener('file'),
}

export const arrows: Pick<Format, 'name' | 'load'> = {
  name: 'arrows',
  load: () => opener('stream'),
}

async function opener(kind: Kind): Promise<OpenEncoder> {
  const library = await load()
  return {
    makes: 'bytes',
    open: (options) =>
      new Columnar('arrow', options, (columns) => new ArrowFile(library, columns, kind)),
  }
}

const MAGIC = Buffer.from('ARROW1\0\0')
const END_OF_STREAM = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])
const PREFIX = 8 // bytes of a message before its metadata: a mark, the length of the metadata
const TAIL = 10 // bytes after a footer: its length, ARROW1
const BLOCK = 24 // bytes: offset, length of the metadata, of the body
const RECORD_BATCHES = 3 // the field of the footer

const NO_ROWS = {
  length: 0,
  nullCount: 0,
  offsets: new Int32Array(1),
  validity: new Uint8Array(),
  values: new Uint8Array(),
}

/** Where a record batch lies in the file. */
interface Block {
  offset: number
  head: number
  body: number
}

/** The library makes whole files only: ours is put together from the batches of many. */
class ArrowFile implements ColumnarFile {
  readonly #library: Library
  readonly #kind: Kind
  readonly #schema: ArrowSchema
  /** The message that begins a stream. */
  readonly #head: Uint8Array
  readonly #blocks: Block[] = []
  #begin: Uint8Array
  #offset: number

  constructor(library: Library, columns: readonly Column[], kind: Kind) {
    this.#library = library
    this.#kind = kind
    this.#schema = schemaOf(library, columns)
    const none = this.#schema.fields.map(({ type }) => new library.Column([], type))
    this.#head = this.#encode('stream', none).slice(0, -END_OF_STREAM.length)
    this.#begin = kind === 'file' ? Buffer.concat([MAGIC, this.#head]) : this.#head
    this.#offset = this.#begin.length
  }

  *group(columns: readonly ColumnData[]): Generator<Uint8Array> {
    const children = columns.map((column, at) => this.#column(column, at))
    const message = piecesBetween(this.#pieces(children), this.#head.length, END_OF_STREAM.length)
    const [first] = message as [Uint8Array]
    const head = PREFIX + viewOf(first).getInt32(4, true)
    const length = message.reduce((sum, piece) => sum + piece.length, 0)
    this.#blocks.push({ offset: this.#offset, head, body: length - head })
    this.#offset += length
    yield* this.#afterBegin(message)
  }

  *end(): Generator<Uint8Array> {
    yield* this.#afterBegin([this.#kind === 'file' ? this.#footer() : END_OF_STREAM])
  }

  *#afterBegin(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
    if (this.#begin.length > 0) yield this.#begin
    this.#begin = new Uint8Array()
    yield* pieces
  }

  #encode(format: 'stream' | 'file', children: ArrowColumn[]): Uint8Array {
    const table = new this.#library.Table(this.#schema, children)
    return this.#library.tableToIPC(table, { format }) as Uint8Array
  }

  /** A stream, without a copy of what is in the columns. */
  #pieces(children: ArrowColumn[]): Uint8Array[] {
    const pieces: Uint8Array[] = []
    const sink = {
      write: (bytes: Uint8Array) => pieces.push(bytes),
      pad: (size: number) => pieces.push(new Uint8Array(size)),
      finish: () => null,
    }
    const table = new this.#library.Table(this.#schema, children)
    this.#library.tableToIPC(table, { format: 'stream', sink })
    return pieces
  }

  #column(column: ColumnData, at: number): ArrowColumn {
    const { type } = this.#schema.fields[at] as ArrowSchema['fields'][number]
    const batch = new this.#library.Batch({ type, ...buffersOf(column) })
    return new this.#library.Column([batch], type)
  }

  /** That of a file with as many batches, all empty, with the places of ours put in. */
  #footer(): Uint8Array {
    const { type } = this.#schema.fields[0] as ArrowSchema['fields'][number]
    const empty = new this.#library.Batch({ type, ...NO_ROWS })
    const batches = new this.#library.Column(new Array(this.#blocks.length).fill(empty), type)
    const file = this.#encode('file', [batches])
    const view = viewOf(file)
    const start = file.length - TAIL - view.getInt32(file.length - TAIL, true)
    if (this.#blocks.length > 0) {
      let at = vectorAt(view, start, RECORD_BATCHES)
      for (const { offset, head, body } of this.#blocks) {
        view.setBigInt64(at, BigInt(offset), true)
        view.setInt32(at + 8, head, true)
        view.setBigInt64(at + 16, BigInt(body), true)
        at += BLOCK
      }
    }
    return file.subarray(start - END_OF_STREAM.length)
  }
}

function schemaOf({ field, ...types }: Library, columns: readonly Column[]): ArrowSchema {
  const TYPES = {
    text: types.utf8(),
    integer: types.int64(),
    number: types.float64(),
    boolean: types.bool(),
    json: types.utf8(),
  }
  return {
    version: types.Version.V5,
    endianness: types.Endianness.Little,
    fields: columns.map(({ name, type }) => field(name, TYPES[type])),
    metadata: null,
  }
}

/** As the library makes them. */
function buffersOf({ type, length, nullCount, validity, values, offsets }: ColumnData) {
  if (offsets) return { length, nullCount, offsets, validity, values }
  const known = nullCount > 0 ? padded(validity) : new Uint8Array()
  const own = type === 'boolean' ? padded(values as Uint8Array) : values
  return { length, nullCount, validity: known, values: own }
}

function padded(bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array((bytes.length + 7) & ~7)
  all.set(bytes)
  return all
}

/** Without so many bytes at the beginning and at the end, which are whole pieces, or all that there is of them. */
function piecesBetween(pieces: readonly Uint8Array[], before: number, after: number): Uint8Array[] {
  let first = 0
  for (let left = before; left > 0; first++) left -= (pieces[first] as Uint8Array).length
  let last = pieces.length
  for (let left = after; left > 0; ) left -= (pieces[--last] as Uint8Array).length
  return pieces.slice(first, last)
}

/** Where the items of a vector begin that is a field of the root of a flatbuffer. */
function vectorAt(view: DataView, start: number, field: number): number {
  const table = start + view.getInt32(start, true)
  const fields = table - view.getInt32(table, true)
  const slot = table + view.getInt16(fields + 4 + 2 * field, true)
  return slot + view.getInt32(slot, true) + 4
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
