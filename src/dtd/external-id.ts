// Reads the identifiers of files, none of which is ever opened, and passes over the declarations made of them.

import { NOT_PUBLIC } from './characters.ts'
import type { Reader } from './reader.ts'

/** Reads `SYSTEM "…"` or `PUBLIC "…" "…"`; answers with the name of the file. */
export function readExternalId(reader: Reader, expected?: string): string {
  if (reader.oneOf(['SYSTEM', 'PUBLIC'], expected) === 'PUBLIC') passPublicLiteral(reader)
  reader.needSpace()
  return readSystemLiteral(reader)
}

/** Reads what follows `<!NOTATION`: a notation may do without the second part of `PUBLIC "…" "…"`. */
export function passNotation(reader: Reader): void {
  reader.needSpace()
  reader.simpleName('the name of a notation')
  reader.needSpace()
  if (reader.oneOf(['SYSTEM', 'PUBLIC']) === 'SYSTEM') {
    reader.needSpace()
    readSystemLiteral(reader)
  } else {
    passPublicLiteral(reader)
    const isApart = reader.skipSpace()
    if (isApart && !reader.isAt('>')) readSystemLiteral(reader)
  }
  reader.skipSpace()
  reader.need('>')
}

function passPublicLiteral(reader: Reader): void {
  reader.needSpace()
  const quote = reader.quote('a public identifier in quotes')
  reader.until(PUBLIC_STOPS[quote])
  reader.need(quote)
}

function readSystemLiteral(reader: Reader): string {
  const quote = reader.quote('a system identifier in quotes')
  const file = reader.until(SYSTEM_STOPS[quote])
  reader.need(quote)
  return file
}

const PUBLIC_STOPS = { '"': NOT_PUBLIC, "'": new RegExp(`'|${NOT_PUBLIC.source}`, 'g') }
const SYSTEM_STOPS = { '"': /"/g, "'": /'/g }
