// Writes rows into a table in one transaction: they are there for others when it is committed, or never were.
// Blocks wait in memory while the server is busy; when those are many it is full.

import { OutputError } from '../core/errors.ts'
import type { PostgresAddress } from './address.ts'
import { type Client, connect } from './connect.ts'
import { type CopyStream, copyInto } from './copy.ts'
import { faultOf, isGone, wordsOf, wordsOfRows } from './fault.ts'
import { fitting } from './fitting.ts'
import { quotedTable } from './names.ts'
import { Staging } from './staging.ts'
import {
  adding,
  checkKeys,
  copying,
  creating,
  databaseOf,
  type FoundTable,
  findTable,
  type NewColumn,
  preparing,
} from './table.ts'

const FULL = 4 * 1024 * 1024 // bytes that wait for the server
const PATIENCE = 2000 // ms for the server to take everything back

type Step = { block: Buffer } | { columns: readonly NewColumn[] }

interface Looked {
  found: FoundTable | undefined
  server: string
}

export interface LoadingEvents {
  /** Called when too much waits, and when that is over. */
  onFull(isFull: boolean): void
  onFailure(error: OutputError): void
}

export class Loading {
  /** The table, if it is there. */
  readonly found: FoundTable | undefined
  /** Which database of which server it is, by whatever name. */
  readonly server: string
  readonly #client: Client
  readonly #address: PostgresAddress
  readonly #name: string
  readonly #events: LoadingEvents
  readonly #steps: Step[] = []
  #waiting = 0 // bytes
  #isFull = false
  #pumping: Promise<void> | undefined
  #copy: CopyStream | undefined
  #staging: Staging | undefined
  /** All columns that rows had so far, and those of the rows that come. */
  #columns: readonly NewColumn[] = []
  #current: readonly NewColumn[] = []
  /** Records before the COPY that runs. */
  #before = 0
  #failure: OutputError | undefined
  /** Ends what is waited for. */
  #onFailed: (error: OutputError) => void = () => {}
  #isOver = false

  private constructor(
    client: Client,
    address: PostgresAddress,
    name: string,
    { found, server }: Looked,
    events: LoadingEvents,
  ) {
    this.#client = client
    this.#address = address
    this.#name = name
    this.found = found
    this.server = server
    this.#events = events
    client.on('error', (error) => this.#fail(error))
    client.on('end', () => this.#fail(Object.assign(new Error(), { code: 'ECONNRESET' })))
  }

  /** @throws OutputError where nothing can be written. */
  static async begin(
    address: PostgresAddress,
    name: string,
    events: LoadingEvents,
  ): Promise<Loading> {
    const { settings, table, mode, keys } = address
    const client = await connect(settings, name)
    try {
      await client.query('BEGIN')
      await client.query('SET LOCAL idle_in_transaction_session_timeout = 0')
      const found = await findTable(client, table)
      if (found && mode === 'upsert') checkKeys(found, keys, table)
      for (const statement of found ? preparing(table, mode) : []) await client.query(statement)
      const server = await databaseOf(client)
      return new Loading(client, address, name, { found, server }, events)
    } catch (error) {
      client.end().catch(() => {})
      if (error instanceof OutputError) throw new OutputError(`${name}: ${error.message}`)
      throw faultOf(name, error)
    }
  }

  /** Says what columns the rows that come next have. @throws OutputError for one that the table cannot have. */
  begin(columns: readonly NewColumn[]): void {
    this.#push({ columns: fitting(columns, this.#address, this.found) })
  }

  /** Takes whole lines. @throws OutputError for what has failed before. */
  write(block: Buffer): void {
    if (this.#failure) throw this.#failure
    this.#waiting += block.length
    this.#push({ block })
    this.#look()
  }

  get failure(): OutputError | undefined {
    return this.#failure
  }

  /** When the server has taken all rows; others do not see them yet. */
  async finish(): Promise<void> {
    await this.#pumping
    if (this.#failure) throw this.#failure
    try {
      await this.#endCopy()
      if (this.#staging) {
        const { table, keys } = this.#address
        await this.#ask(this.#staging.merging(table, this.#columns, keys))
      }
    } catch (error) {
      throw this.#fail(error)
    }
  }

  /** Makes the rows visible. */
  async commit(): Promise<void> {
    try {
      const { command } = await this.#ask('COMMIT')
      if (command !== 'COMMIT') throw new OutputError(`${this.#name}: the server has taken it back`)
    } catch (error) {
      if (!isGone(error)) throw this.#fail(error)
      const doubt = 'while it was told to commit: look whether the rows are there'
      throw this.#fail(new OutputError(`${this.#name}: ${wordsOf(error)} ${doubt}`))
    }
    this.#isOver = true
    await this.#client.end().catch(() => {})
  }

  /** Has the server take everything back. */
  async rollback(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    this.#steps.length = 0
    let timer: NodeJS.Timeout | undefined
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE)
    })
    await Promise.race([this.#takeBack().catch(() => {}), late])
    clearTimeout(timer)
    this.destroy()
  }

  async #takeBack(): Promise<void> {
    const copy = this.#copy
    if (copy && !this.#failure) {
      const closed = new Promise((resolve) => copy.once('close', resolve))
      copy.destroy()
      await closed
    }
    await this.#client.query('ROLLBACK')
    await this.#client.end()
  }

  /** The same without a word: a server takes back what was not committed when nobody is there any more. */
  destroy(): void {
    this.#isOver = true
    this.#client.connection.stream.destroy()
  }

  #push(step: Step): void {
    if (this.#isOver || this.#failure) return
    this.#steps.push(step)
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = undefined
    })
  }

  async #pump(): Promise<void> {
    try {
      while (!this.#isOver) {
        const step = this.#steps.shift()
        if (!step) break
        if ('columns' in step) await this.#beginCopy(step.columns)
        else await this.#send(step.block)
      }
    } catch (error) {
      this.#fail(error)
    }
  }

  async #beginCopy(columns: readonly NewColumn[]): Promise<void> {
    const { table, mode, keys } = this.#address
    await this.#endCopy()
    const added = columns.filter(({ name }) => !this.#columns.some((known) => known.name === name))
    const isFirst = this.#columns.length === 0
    const isMade = !this.found
    if (isMade && isFirst) await this.#ask(creating(table, columns.map(optional), keys))
    else if (isMade && added.length > 0) {
      await this.#ask(adding(quotedTable(table), added.map(optional)))
    }
    if (mode === 'upsert') {
      this.#staging ??= new Staging(columns)
      const { table: name } = this.#staging
      if (isFirst) await this.#ask(this.#staging.creating(columns))
      else if (added.length > 0) await this.#ask(adding(name, added.map(optional)))
    }
    this.#columns = [...this.#columns, ...added]
    this.#current = columns
    const into = this.#staging?.table ?? quotedTable(table)
    const copy = await copyInto(this.#client, copying(into, columns))
    copy.on('error', (error) => this.#fail(error))
    this.#copy = copy
  }

  async #send(block: Buffer): Promise<void> {
    const copy = this.#copy as CopyStream
    const written = new Promise<void>((resolve) => {
      copy.write(block, () => resolve())
    })
    await this.#unlessFailed(written)
    this.#waiting -= block.length
    this.#look()
  }

  async #endCopy(): Promise<void> {
    const copy = this.#copy
    if (!copy) return
    const finished = new Promise<void>((resolve) => {
      copy.once('finish', resolve)
    })
    copy.end()
    await this.#unlessFailed(finished)
    this.#copy = undefined
    this.#before += copy.rowCount
  }

  #ask(statement: string): Promise<{ command: string }> {
    return this.#unlessFailed(this.#client.query(statement))
  }

  /** One thing at a time is waited for. */
  #unlessFailed<T>(done: Promise<T>): Promise<T> {
    if (this.#failure) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#onFailed = reject
      done.then(resolve, reject)
    })
  }

  #look(): void {
    const isFull = this.#waiting > (this.#isFull ? FULL / 2 : FULL)
    if (isFull === this.#isFull) return
    this.#isFull = isFull
    this.#events.onFull(isFull)
  }

  /** Only the first failure counts: others follow from it. */
  #fail(error: unknown): OutputError {
    if (this.#failure) return this.#failure
    const fault = this.#faultOf(error)
    if (this.#isOver) return fault
    this.#failure = fault
    this.#onFailed(fault)
    this.#waiting = 0
    this.#steps.length = 0
    this.#events.onFailure(fault)
    this.#look()
    return fault
  }

  #faultOf(error: unknown): OutputError {
    if (error instanceof OutputError) return error
    const words = wordsOfRows(error, {
      table: this.#staging?.name ?? this.#address.table.name,
      before: this.#before,
      columns: this.#current.map(({ name }) => name),
    })
    return new OutputError(`${this.#name}: ${words}`)
  }
}

function optional({ name, type }: NewColumn): NewColumn {
  return { name, type }
}
