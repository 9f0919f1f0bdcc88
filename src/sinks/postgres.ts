// Provides a table of a PostgreSQL database as an output: its rows are there when all went well, in one transaction.

import { OutputError } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { withoutPassword } from '../core/without-password.ts'
import type { ColumnType, OpenTable } from '../formats/format.ts'
import { type PostgresAddress, postgresAddress } from '../postgres/address.ts'
import { Loading } from '../postgres/loading.ts'
import { quotedTable } from '../postgres/names.ts'
import type { Writing } from '../record/writing.ts'
import { Output } from './output.ts'
import type { Writer } from './writer.ts'

const BLOCK = 256 * 1024 // bytes
const TEXT = 16 * 1024 // characters that are no bytes yet

const TYPES: Record<ColumnType, string> = {
  text: 'text',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  json: 'jsonb',
}

/** The tables that a run writes, by its gate: two ways to one table would wait for each other. */
const written = new WeakMap<Gate, Set<string>>()

export class Postgres extends Output {
  override readonly table: OpenTable
  protected override writer: Writer
  readonly #loading: Loading
  #isDiscarded = false
  #over: Promise<void> | undefined

  private constructor(loading: Loading, rows: Rows, table: OpenTable) {
    super()
    this.#loading = loading
    this.writer = rows
    this.table = table
  }

  /** @throws OutputError where nothing can be written. */
  static async open(destination: string, { sql = {} }: Writing, gate: Gate): Promise<Postgres> {
    const name = withoutPassword(destination)
    const address = postgresAddress(destination)
    const loading = await Loading.begin(address, name, {
      onFull: (isFull) => (isFull ? gate.shut() : gate.open()),
      onFailure: (failure) => gate.fail(failure),
    })
    try {
      claim(gate, address, loading, name)
    } catch (error) {
      await loading.rollback()
      throw error
    }
    const rows = new Rows(loading)
    const said = new Map(Object.entries(sql))
    const { found } = loading
    const kinds = found && new Map(found.columns.map((column) => [column.name, column.kind]))
    const table: OpenTable = {
      ...(kinds && { kinds }),
      begin(columns) {
        rows.release()
        loading.begin(
          columns.map(({ name, type }) => ({
            name,
            type: (type !== 'json' && said.get(name)?.toLowerCase()) || TYPES[type],
          })),
        )
      },
    }
    return new Postgres(loading, rows, table)
  }

  protected override async writeOut(): Promise<void> {
    if (this.#isDiscarded) return
    await this.writer.flush()
    await this.#loading.finish()
  }

  override flush(): Promise<void> {
    return this.#over ?? super.flush()
  }

  conclude(): Promise<void> {
    return this.#loading.commit()
  }

  override discard(): void {
    this.#isDiscarded = true
    this.#over ??= this.#loading.rollback()
  }

  async interrupt(): Promise<void> {
    this.#loading.destroy()
  }
}

function claim(gate: Gate, { table }: PostgresAddress, { server }: Loading, name: string): void {
  const tables = written.get(gate) ?? new Set()
  const place = `${server} ${quotedTable(table)}`
  if (tables.has(place)) throw new OutputError(`${name}: this run writes the table twice`)
  written.set(gate, tables.add(place))
}

/** Makes blocks of rows. */
class Rows implements Writer {
  readonly #loading: Loading
  #text = ''
  #block = Buffer.allocUnsafe(BLOCK)
  #length = 0

  constructor(loading: Loading) {
    this.#loading = loading
  }

  write(text: string): boolean {
    this.#text += text
    if (this.#text.length >= TEXT) this.#settle()
    return this.#isWanted()
  }

  writeText(bytes: Uint8Array): boolean {
    return this.writeBytes(bytes)
  }

  writeBytes(bytes: Uint8Array): boolean {
    this.#settle()
    this.#add(bytes.length, (to) => to.set(bytes))
    return this.#isWanted()
  }

  /** Hands over what has come. */
  release(): void {
    this.#settle()
    if (this.#length > 0) this.#loading.write(this.#block.subarray(0, this.#length))
    this.#block = Buffer.allocUnsafe(BLOCK)
    this.#length = 0
  }

  async flush(): Promise<void> {
    this.release()
  }

  #settle(): void {
    if (this.#text === '') return
    const text = this.#text
    this.#text = ''
    this.#add(Buffer.byteLength(text), (to) => to.write(text))
  }

  /** What is larger than a block is one of its own. */
  #add(length: number, write: (to: Buffer) => void): void {
    if (this.#length + length > BLOCK) this.release()
    if (length > BLOCK) this.#block = Buffer.allocUnsafe(length)
    write(this.#block.subarray(this.#length))
    this.#length += length
    if (this.#length > BLOCK) this.release()
  }

  #isWanted(): boolean {
    const { failure } = this.#loading
    if (failure) throw failure
    return true
  }
}
