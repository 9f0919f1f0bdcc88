// Turns the comments and processing instructions of a document type declaration into what an application gets.

import { quoted, type Reader } from './reader.ts'

/** Reads what follows `<!--`. */
export function passComment(reader: Reader): void {
  reader.until(/--/g)
  reader.need('-->')
}

/** Reads what follows `<?`. */
export function readInstruction(reader: Reader): { target: string; data: string } {
  const start = reader.at
  const target = reader.simpleName('the target of a processing instruction')
  if (target.toLowerCase() === 'xml') {
    throw reader.fault(`processing instruction not allowed: ${quoted(target)}`, start)
  }
  if (!reader.skipSpace()) {
    reader.oneOf(['?>'], 'white space or "?>"')
    return { target, data: '' }
  }
  const data = reader.until(/\?>/g)
  reader.need('?>')
  return { target, data }
}
