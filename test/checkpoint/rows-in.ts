// Reads the rows of a database that cosax has written, and the columns of its table.

import sqlite from 'node-sqlite3-wasm'

export function rowsIn(path: string): unknown {
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
