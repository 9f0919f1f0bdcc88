// Turns records into the table of a SQLite database, which gets a column when a record has a new field.

import { messageOf, OutputError, StageError } from '../core/errors.ts'
import type { Value } from '../record/record.ts'
import type { ColumnType, FileWriter, Format, FormatOptions } from './format.ts'
import type { Column } from './found-columns.ts'
import { RowGroup } from './row-group.ts'
import { type Cell, Schema, type SchemaState } from './schema.ts'

const load = () => import('node-sqlite3-wasm')
type Library = Awaited<ReturnType<typeof load>>['default']
type Database = InstanceType<Library['Database']>
type Statement = ReturnType<Database['prepare']>

export const sqlite: Pick<Format, 'name' | 'load'> = {
  name: 'sqlite',
  async load() {
    const { default: library } = await load()
    return {
      makes: 'file',
      lock: '.lock',
      beside: ['-wal', '-journal'],
      open: (path, options) => new SqliteFile(library, path, options),
    }
  },
}

const TABLE = 'records'

/** JSON has no type of its own: one of that name would turn "7" into 7. */
const TYPES: Record<ColumnType, string> = {
  text: 'TEXT',
  integer: 'INTEGER',
  number: 'REAL',
  boolean: 'BOOLEAN',
  json: 'TEXT',
}

/** What another one has to know to go on: the records that were not written yet, or the table and its rows. */
interface SqliteState {
  first: readonly Value[]
  schema?: SchemaState
  rows: number
}

class SqliteFile implements FileWriter {
  readonly #options: FormatOptions
  readonly #database: Database
  /** The records that the columns are found from; none once those are known. */
  readonly #first = new RowGroup()
  #schema: Schema | undefined
  #insert: Statement | undefined
  #rows = 0

  constructor({ Database }: Library, path: string, options: FormatOptions) {
    this.#options = options
    this.#database = attempt(() => new Database(path))
    attempt(() => {
      // without a state to keep there is nothing to go back to but no file; the library can only go back by a log
      this.#database.exec(
        options.isKept
          ? 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL'
          : 'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF',
      )
      if (options.state) this.#goOn(options.state as SqliteState)
      this.#database.exec('BEGIN')
    })
  }

  /** Takes back what was written after the state was kept. */
  #goOn({ first, schema, rows }: SqliteState): void {
    for (const record of first) this.#first.add(record)
    if (!schema) {
      this.#database.exec(`DROP TABLE IF EXISTS ${TABLE}`)
      return
    }
    const known: Schema = new Schema(
      'sqlite',
      [],
      this.#options,
      this.#adding(() => known),
      schema,
    )
    this.#schema = known
    this.#rows = rows
    this.#database.exec(`DELETE FROM ${TABLE} WHERE rowid > ${rows}`)
    const [{ found = 0 } = {}] = this.#database.all(`SELECT max(rowid) AS found FROM ${TABLE}`)
    if (Number(found ?? 0) !== rows) {
      throw new Error(
        `expected ${rows} rows, as the checkpoint says, found ${found}: remove the checkpoint to begin anew`,
      )
    }
    for (const { name } of this.#database
      .all(`PRAGMA table_info(${TABLE})`)
      .slice(known.columns.length)) {
      this.#database.exec(`ALTER TABLE ${TABLE} DROP COLUMN ${quoted(String(name))}`)
    }
  }

  keep(): SqliteState {
    this.#forgetInsert()
    attempt(() => this.#database.exec('COMMIT; BEGIN'))
    const schema = this.#schema?.state
    return { first: this.#first.records, rows: this.#rows, ...(schema && { schema }) }
  }

  write(record: Value): void {
    if (this.#schema) this.#insertRow(this.#schema, record)
    else {
      this.#first.add(record)
      if (this.#first.isFull) this.#begin()
    }
  }

  end(): void {
    if (!this.#schema) this.#begin()
    attempt(() => {
      this.#forgetInsert()
      this.#database.exec('COMMIT')
      if (this.#options.isKept) this.#database.exec('PRAGMA journal_mode = DELETE') // all is in one file
    })
    this.leave()
  }

  leave(): void {
    this.#forgetInsert()
    attempt(() => this.#database.close())
  }

  #begin(): void {
    const records = this.#first.take()
    const schema: Schema = new Schema(
      'sqlite',
      records,
      this.#options,
      this.#adding(() => schema),
    )
    this.#schema = schema
    refuseTwins(schema.columns)
    const columns = schema.columns.map(definition).join(', ')
    attempt(() => this.#database.exec(`CREATE TABLE ${TABLE} (${columns})`))
    for (const record of records) this.#insertRow(schema, record)
  }

  #adding(schema: () => Schema): (column: Column) => void {
    return (column) => this.#add(schema().columns, column)
  }

  #add(columns: readonly Column[], column: Column): void {
    refuseTwins([...columns, column])
    this.#forgetInsert()
    attempt(() => this.#database.exec(`ALTER TABLE ${TABLE} ADD COLUMN ${definition(column)}`))
  }

  #insertRow(schema: Schema, record: Value): void {
    const row = schema.row(record)
    attempt(() => {
      this.#insert ??= this.#database.prepare(
        `INSERT INTO ${TABLE} VALUES (${row.map(() => '?').join(', ')})`,
      )
      this.#insert.run(row.map(bound))
    })
    this.#rows++
  }

  #forgetInsert(): void {
    this.#insert?.finalize()
    this.#insert = undefined
  }
}

function definition({ name, type }: Column): string {
  return `${quoted(name)} ${TYPES[type]}`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Names of columns do not differ in the case of A to Z only. */
function refuseTwins(columns: readonly Column[]): void {
  const known = new Map<string, string>()
  for (const { name } of columns) {
    const folded = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    const twin = known.get(folded)
    if (twin !== undefined) {
      throw new StageError(
        `sqlite: the fields "${twin}" and "${name}" differ in case only, which columns may not: --rename one`,
      )
    }
    known.set(folded, name)
  }
}

/** Text ends at a null character in the library. */
function bound(cell: Cell): Cell {
  if (typeof cell === 'string' && cell.includes('\0'))
    throw new StageError(`sqlite: text with a null character: ${JSON.stringify(cell)}`)
  return cell
}

function attempt<T>(action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (error instanceof StageError) throw error
    throw new OutputError(`sqlite: ${messageOf(error)}`)
  }
}
