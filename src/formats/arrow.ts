// Turns records into Arrow IPC, a file or a stream: one record batch a group of rows.

import { Columnar, type ColumnarFile } from './columnar.ts'
import type { Format, OpenEncoder } from './format.ts'
import type { Column } from './found-columns.ts'
import type { Cell } from './schema.ts'

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
  readonly #columns: readonly Column[]
  readonly #schema: ArrowSchema
  /** The message that begins a stream. */
  readonly #head: Uint8Array
  readonly #blocks: Block[] = []
  #begin: Uint8Array
  #offset: number

  constructor(library: Library, columns: readonly Column[], kind: Kind) {
    this.#library = library
    this.#kind = kind
    this.#columns = columns
    this.#schema = schemaOf(library, columns)
    const none = this.#schema.fields.map(({ type }) => new library.Column([], type))
    this.#head = this.#encode('stream', none).slice(0, -END_OF_STREAM.length)
    this.#begin = kind === 'file' ? Buffer.concat([MAGIC, this.#head]) : this.#head
    this.#offset = this.#begin.length
  }

  group(columns: Cell[][]): Uint8Array {
    const children = columns.map((cells, at) => this.#column(cells, at))
    const stream = this.#encode('stream', children)
    const message = stream.subarray(this.#head.length, -END_OF_STREAM.length)
    const head = PREFIX + viewOf(message).getInt32(4, true)
    this.#blocks.push({ offset: this.#offset, head, body: message.length - head })
    this.#offset += message.length
    return this.#afterBegin(message)
  }

  end(): Uint8Array {
    return this.#afterBegin(this.#kind === 'file' ? this.#footer() : END_OF_STREAM)
  }

  #afterBegin(bytes: Uint8Array): Uint8Array {
    const all = Buffer.concat([this.#begin, bytes])
    this.#begin = new Uint8Array()
    return all
  }

  #encode(format: 'stream' | 'file', children: ArrowColumn[]): Uint8Array {
    const table = new this.#library.Table(this.#schema, children)
    return this.#library.tableToIPC(table, { format }) as Uint8Array
  }

  #column(cells: Cell[], at: number): ArrowColumn {
    const { type } = this.#schema.fields[at] as ArrowSchema['fields'][number]
    const kind = (this.#columns[at] as Column).type
    if (kind !== 'text' && kind !== 'json') return this.#library.columnFromValues(cells, type)
    const batch = new this.#library.Batch({ type, ...textBuffers(cells as (string | null)[]) })
    return new this.#library.Column([batch], type)
  }

  /** That of a file with as many batches, all empty, with the places of ours put in. */
  #footer(): Uint8Array {
    const { type } = this.#schema.fields[0] as ArrowSchema['fields'][number]
    const empty = new this.#library.Batch({ type, ...textBuffers([]) })
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

/** The library's own takes five times as long. */
function textBuffers(cells: readonly (string | null)[]) {
  const offsets = new Int32Array(cells.length + 1)
  const validity = new Uint8Array((cells.length + 7) >> 3)
  let nullCount = 0
  let size = 0
  for (const [at, cell] of cells.entries()) {
    if (cell === null) nullCount++
    else {
      validity[at >> 3] = (validity[at >> 3] as number) | (1 << (at & 7))
      size += Buffer.byteLength(cell)
    }
    offsets[at + 1] = size
  }
  const values = Buffer.alloc(size)
  let end = 0
  for (const cell of cells) if (cell !== null) end += values.write(cell, end)
  return { length: cells.length, nullCount, offsets, validity, values }
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
