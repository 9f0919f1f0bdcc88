// Begins a COPY: a stream that takes lines of text and is finished when the server has them all.

import type { Writable } from 'node:stream'
import type { Client } from './connect.ts'

export interface CopyStream extends Writable {
  /** How many rows the server has taken, when it is finished. */
  readonly rowCount: number
}

export async function copyInto(client: Client, statement: string): Promise<CopyStream> {
  const { from } = await import('pg-copy-streams')
  return client.query(from(statement))
}
