// Makes the statements of an upsert: rows go into a temporary table first, and of those with one key the last counts.

import { quoted, quotedTable, type TableName } from './names.ts'
import { definition, type NewColumn } from './table.ts'

const NAME = 'cosax_rows'

export class Staging {
  readonly name: string = NAME
  readonly table: string = `pg_temp.${quoted(NAME)}`
  /** The column that says which row came later; none of the rows' own. */
  readonly #order: string

  constructor(columns: readonly NewColumn[]) {
    let order = 'cosax_order'
    while (columns.some(({ name }) => name === order)) order += '_'
    this.#order = quoted(order)
  }

  creating(columns: readonly NewColumn[]): string {
    const order = `${this.#order} bigint GENERATED ALWAYS AS IDENTITY`
    const all = [order, ...columns.map(definition)].join(', ')
    return `CREATE TEMPORARY TABLE ${quoted(NAME)} (${all}) ON COMMIT DROP`
  }

  /** Moves all rows on. */
  merging(into: TableName, columns: readonly NewColumn[], keys: readonly string[]): string {
    const names = columns.map(({ name }) => quoted(name))
    const by = keys.map(quoted).join(', ')
    const changed = names.filter((name) => !keys.map(quoted).includes(name))
    const sets = changed.map((name) => `${name} = EXCLUDED.${name}`).join(', ')
    return `INSERT INTO ${quotedTable(into)} (${names.join(', ')})
      SELECT DISTINCT ON (${by}) ${names.join(', ')} FROM ${this.table} ORDER BY ${by}, ${this.#order} DESC
      ON CONFLICT (${by}) DO ${sets === '' ? 'NOTHING' : `UPDATE SET ${sets}`}`
  }
}
