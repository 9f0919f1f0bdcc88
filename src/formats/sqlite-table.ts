// Provides the table of a SQLite database: its columns, which may become more, and its rows.

import { messageOf, OutputError, StageError } from '../core/errors.ts'
import type { ColumnData } from './column-builder.ts'
import type { ColumnarFile } from './columnar.ts'
import type { ColumnType } from './format.ts'
import type { Column } from './found-columns.ts'
import { SqliteInsert, type Statement } from './sqlite-insert.ts'

const TABLE = 'records'

/** JSON has no type of its own: one of that name would turn "7" into 7. */
const TYPES: Record<ColumnType, string> = {
  text: 'TEXT',
  integer: 'INTEGER',
  number: 'REAL',
  boolean: 'BOOLEAN',
  json: 'TEXT',
}

/** What is needed of the library. */
interface Database {
  exec(sql: string): void
  all(sql: string): Record<string, unknown>[]
  prepare(sql: string): Statement
}

export class SqliteTable implements ColumnarFile {
  rows = 0
  readonly #database: Database
  readonly #insert: SqliteInsert
  /** By name as the database compares them: columns. */
  readonly #known = new Map<string, string>()

  constructor(database: Database) {
    this.#database = database
    this.#insert = new SqliteInsert((rows) =>
      database.prepare(`INSERT INTO ${TABLE} VALUES ${rows.join(', ')}`),
    )
  }

  create(columns: readonly Column[]): void {
    this.#learn(columns)
    const definitions = columns.map(definition).join(', ')
    attempt(() => this.#database.exec(`CREATE TABLE ${TABLE} (${definitions})`))
  }

  /** Takes back what came after so many rows and columns; all of it if there were none. */
  goBack(rows: number, columns: readonly Column[] | undefined): void {
    if (!columns) {
      this.#database.exec(`DROP TABLE IF EXISTS ${TABLE}`)
      return
    }
    this.#database.exec(`DELETE FROM ${TABLE} WHERE rowid > ${rows}`)
    const [{ found = 0 } = {}] = this.#database.all(`SELECT max(rowid) AS found FROM ${TABLE}`)
    if (Number(found ?? 0) !== rows) {
      throw new Error(
        `expected ${rows} rows, as the checkpoint says, found ${found}: remove the checkpoint to begin anew`,
      )
    }
    const names = this.#database.all(`PRAGMA table_info(${TABLE})`).map(({ name }) => String(name))
    for (const name of names.slice(columns.length)) {
      this.#database.exec(`ALTER TABLE ${TABLE} DROP COLUMN ${quoted(name)}`)
    }
    this.#learn(columns)
    this.rows = rows
  }

  group(columns: readonly ColumnData[]): [] {
    for (const column of columns) refuseNull(column)
    attempt(() => this.#insert.write(columns))
    this.rows += columns[0]?.length ?? 0
    return []
  }

  end(): [] {
    this.settle()
    return []
  }

  add(column: Column): void {
    this.#learn([column])
    this.settle()
    attempt(() => this.#database.exec(`ALTER TABLE ${TABLE} ADD COLUMN ${definition(column)}`))
  }

  /** Leaves nothing in the midst of being done. */
  settle(): void {
    attempt(() => this.#insert.forget())
  }

  /** Names of columns do not differ in the case of A to Z only. */
  #learn(columns: readonly Column[]): void {
    for (const { name } of columns) {
      const folded = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
      const twin = this.#known.get(folded)
      if (twin !== undefined) {
        throw new StageError(
          `sqlite: the fields "${twin}" and "${name}" differ in case only, which columns may not: --rename one`,
        )
      }
      this.#known.set(folded, name)
    }
  }
}

function definition({ name, type }: Column): string {
  return `${quoted(name)} ${TYPES[type]}`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Text ends at a null character, in the shell of the database and other programs. */
function refuseNull({ offsets, values }: ColumnData): void {
  if (!offsets || !(values instanceof Uint8Array)) return
  const at = values.indexOf(0)
  if (at < 0) return
  const row = offsets.findIndex((start) => start > at) - 1
  const text = Buffer.from(values.subarray(offsets[row], offsets[row + 1])).toString()
  throw new StageError(`sqlite: text with a null character: ${JSON.stringify(text)}`)
}

/** @throws OutputError for what the database says. */
export function attempt<T>(action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (error instanceof StageError) throw error
    throw new OutputError(`sqlite: ${messageOf(error)}`)
  }
}
