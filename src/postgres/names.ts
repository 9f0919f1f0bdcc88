// Reads and writes the names of tables and columns.

import { OutputError, UsageError } from '../core/errors.ts'

/** A table; without a schema it is in the first one of the search path. */
export interface TableName {
  schema?: string
  name: string
}

const LONGEST = 63 // bytes of a name: the server would cut off the rest

/** `app.bus`, `"My.Table"`: as it is written, no letter is changed. @throws UsageError for what is no name of a table. */
export function tableNamed(text: string): TableName {
  const names = namesIn(text, '.')
  const [first = '', second] = names ?? []
  if (!names || names.length > 2) {
    throw new UsageError(`table=: expected NAME or SCHEMA.NAME, found ${JSON.stringify(text)}`)
  }
  return second === undefined ? { name: first } : { schema: first, name: second }
}

/** Names between commas, or dots; in quotes they may have these in them, and a quote that is doubled. */
export function namesIn(text: string, between: ',' | '.'): string[] | undefined {
  const names: string[] = []
  const name = new RegExp(`(?:"((?:[^"]|"")+)"|([^"${between}]+))(${between}|$)`, 'ys')
  for (let isLast = false; !isLast; ) {
    const [, quoted, plain = '', after] = name.exec(text) ?? []
    if (after === undefined) return undefined
    names.push(quoted?.replaceAll('""', '"') ?? plain)
    isLast = after === ''
  }
  return names.every(isName) ? names : undefined
}

/** @throws OutputError for a name that a column cannot have. */
export function checkColumn(name: string): void {
  if (isName(name)) return
  const bytes = Buffer.byteLength(name)
  const reason =
    bytes > LONGEST
      ? `has ${bytes} bytes, and PostgreSQL takes ${LONGEST}`
      : 'is no name that PostgreSQL takes'
  throw new OutputError(`the column ${JSON.stringify(name)} ${reason}: --rename it`)
}

function isName(name: string): boolean {
  return name !== '' && Buffer.byteLength(name) <= LONGEST && !/\0|\p{Surrogate}/u.test(name)
}

/** As it stands in a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function quotedTable({ schema, name }: TableName): string {
  return schema === undefined ? quoted(name) : `${quoted(schema)}.${quoted(name)}`
}

/** As messages name it. */
export function shownTable({ schema, name }: TableName): string {
  return schema === undefined ? name : `${schema}.${name}`
}
