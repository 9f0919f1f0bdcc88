// Finds a password in the file of passwords that psql reads: a line each, host:port:database:user:password.

import { readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Login {
  host: string
  port: number
  database: string
  user: string
}

/** That of the first line that is of the login. A file that others may read counts for nothing, as it does for psql. */
export function passwordOf(login: Login): string | undefined {
  const path = process.env.PGPASSFILE ?? join(homedir(), '.pgpass')
  try {
    const { mode } = statSync(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) return undefined
    return passwordIn(readFileSync(path, 'utf8'), login)
  } catch {
    return undefined
  }
}

/** The same in the text of such a file. A colon or backslash in a field has a backslash before it. */
export function passwordIn(
  text: string,
  { host, port, database, user }: Login,
): string | undefined {
  const wanted = [host.startsWith('/') ? 'localhost' : host, String(port), database, user]
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue
    const fields = [...line.matchAll(/((?:\\.|[^\\:])*)(:|$)/gs)].map(([, field = '']) =>
      field.replace(/\\(.)/gs, '$1'),
    )
    if (fields.length < 5) continue
    if (wanted.every((each, at) => fields[at] === '*' || fields[at] === each)) return fields[4]
  }
  return undefined
}
