// Turns records into the table of a SQLite database, which gets a column when a record has a new field.

import { messageOf, OutputError, StageError } from '../core/errors.ts'
import type { Value } from '../record/record.ts'
import type { ColumnType, FileWriter, Format, FormatOptions } from './format.ts'
import { RowGroup } from './row-group.ts'
import { type Cell, type Column, Schema } from './schema.ts'

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

class SqliteFile implements FileWriter {
  readonly #options: FormatOptions
  readonly #database: Database
  /** The records that the columns are found from; none once those are known. */
  readonly #first = new RowGroup()
  #schema: Schema | undefined
  #insert: Statement | undefined

  constructor({ Database }: Library, path: string, options: FormatOptions) {
    this.#options = options
    // the file is new: there is nothing to go back to but no file
    this.#database = attempt(() => new Database(path))
    attempt(() => {
      this.#database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN')
    })
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
    attempt(() => this.#database.exec('COMMIT'))
    this.leave()
  }

  leave(): void {
    this.#forgetInsert()
    attempt(() => this.#database.close())
  }

  #begin(): void {
    const records = this.#first.take()
    const schema = new Schema('sqlite', records, this.#options, (column) =>
      this.#add(schema.columns, column),
    )
    this.#schema = schema
    refuseTwins(schema.columns)
    const columns = schema.columns.map(definition).join(', ')
    attempt(() => this.#database.exec(`CREATE TABLE ${TABLE} (${columns})`))
    for (const record of records) this.#insertRow(schema, record)
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
  }

  #forgetInsert(): void {
    this.#insert?.finalize()
    this.#insert = undefined
  }
}

function definition({ name, type }: Column): string {
  return `"${name.replaceAll('"', '""')}" ${TYPES[type]}`
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
