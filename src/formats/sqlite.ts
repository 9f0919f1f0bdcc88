// Turns records into the table of a SQLite database, which gets a column when a record has a new field.

import type { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { type Begin, Columnar, type ColumnarState } from './columnar.ts'
import { type FileWriter, type Format, type FormatOptions, isPieces } from './format.ts'
import { attempt, SqliteTable } from './sqlite-table.ts'

const load = () => import('node-sqlite3-wasm')
type Library = Awaited<ReturnType<typeof load>>['default']
type Database = InstanceType<Library['Database']>

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

const MOST_COLUMNS = 2000 // as it is built

/** What another one has to know to go on: what is not in the table yet, and how many rows are. */
interface SqliteState extends ColumnarState {
  rows: number
}

class SqliteFile implements FileWriter {
  readonly #isKept: boolean
  readonly #database: Database
  readonly #table: SqliteTable
  readonly #columnar: Columnar

  constructor({ Database }: Library, path: string, options: FormatOptions) {
    this.#isKept = options.isKept === true
    this.#database = attempt(() => new Database(path))
    const table = new SqliteTable(this.#database)
    this.#table = table
    const state = options.state as SqliteState | undefined
    attempt(() => {
      // without a state to keep there is nothing to go back to but no file; the library can only go back by a log
      this.#database.exec(
        this.#isKept
          ? 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL'
          : 'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF',
      )
      if (state) table.goBack(state.rows, state.schema?.columns)
      this.#database.exec('BEGIN')
    })
    const begin: Begin = (columns) => {
      if (!state?.schema) table.create(columns)
      return table
    }
    this.#columnar = new Columnar('sqlite', options, begin, MOST_COLUMNS)
  }

  write(record: Value): void {
    const written = this.#columnar.encode(record)
    if (isPieces(written)) spend(written)
  }

  writeLines(lines: Lines): void {
    spend(this.#columnar.encodeLines(lines))
  }

  keep(): SqliteState {
    spend(this.#columnar.settled())
    this.#table.settle()
    attempt(() => this.#database.exec('COMMIT; BEGIN'))
    return { ...this.#columnar.kept, rows: this.#table.rows }
  }

  end(): void {
    spend(this.#columnar.end())
    attempt(() => {
      this.#database.exec('COMMIT')
      if (this.#isKept) this.#database.exec('PRAGMA journal_mode = DELETE') // all is in one file
    })
    this.leave()
  }

  leave(): void {
    this.#table.settle()
    attempt(() => this.#database.close())
  }
}

/** Has everything done that is done on the way: all of it is written to the database. */
function spend(pieces: Iterable<unknown>): void {
  for (const _ of pieces);
}
