// Checks that a table can have the columns of rows, and finds what they are there.

import { OutputError } from '../core/errors.ts'
import type { PostgresAddress } from './address.ts'
import { checkColumn, shownTable } from './names.ts'
import type { FoundTable, NewColumn } from './table.ts'

/** The columns with the types of the table, if it is there. @throws OutputError for one that it cannot have. */
export function fitting(
  columns: readonly NewColumn[],
  { table, keys }: PostgresAddress,
  found: FoundTable | undefined,
): NewColumn[] {
  const name = shownTable(table)
  for (const column of columns) checkColumn(column.name)
  const missing = found && columns.filter(({ name }) => !has(found.columns, name))
  if (missing && missing.length > 0) {
    throw new OutputError(
      `the table ${name} has no column ${listed(missing)}; it has ${listed(found.columns)}: --select or --rename`,
    )
  }
  const absent = keys.find((key) => !has(columns, key))
  if (absent !== undefined) {
    throw new OutputError(`the records have no field ${JSON.stringify(absent)}, a key of ${name}`)
  }
  return columns.map((column) => {
    const known = found?.columns.find((each) => each.name === column.name)
    const isRequired = known?.isRequired || keys.includes(column.name)
    return { name: column.name, type: known?.type ?? column.type, isRequired }
  })
}

function has(columns: readonly { name: string }[], name: string): boolean {
  return columns.some((column) => column.name === name)
}

function listed(columns: readonly { name: string }[]): string {
  return columns.map(({ name }) => JSON.stringify(name)).join(', ')
}
