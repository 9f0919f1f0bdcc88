// Reads what is in the files of a folder, by their names; of databases the rows.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import sqlite from 'node-sqlite3-wasm'

export function filesIn(path: string): Record<string, unknown> {
  const names = existsSync(path) ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : []
  const found: Record<string, unknown> = {}
  for (const name of names.sort()) {
    const file = join(path, name)
    if (statSync(file).isFile())
      found[name] = name.endsWith('.sqlite') ? rowsIn(file) : readFileSync(file, 'latin1')
  }
  return found
}

function rowsIn(path: string): unknown {
  const database = new sqlite.Database(path, { readOnly: true })
  try {
    return {
      columns: database.all('PRAGMA table_info(records)'),
      rows: database.all('SELECT rowid, * FROM records'),
      check: database.all('PRAGMA integrity_check'),
    }
  } finally {
    database.close()
  }
}
