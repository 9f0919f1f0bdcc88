// Turns `<?xml version="1.0" … ?>` into what it declares.

import { Reader } from './reader.ts'

export interface Declaration {
  /** How much of the text it is. */
  length: number
  version: string
  encoding?: string
  isStandalone: boolean | undefined
}

/**
 * Reads the declaration that the text begins with.
 *
 * @throws DoctypeFault at the first character that is wrong
 */
export function parseDeclaration(text: string): Declaration {
  const options = { namespaces: false, limits: { name: 0 } } // there are no names in it
  const reader = new Reader(
    text,
    options,
    (expected) => `document ends early: expected ${expected}`,
  )
  reader.need('<?xml')
  reader.needSpace()
  const version = readValue(reader, 'version', readVersion)
  let isApart = reader.skipSpace()
  let encoding: string | undefined
  if (isApart && reader.isAt('e')) {
    encoding = readValue(reader, 'encoding', readEncoding)
    isApart = reader.skipSpace()
  }
  let isStandalone: boolean | undefined
  if (isApart && reader.isAt('s')) {
    isStandalone = readValue(reader, 'standalone', () => reader.oneOf(['yes', 'no'])) === 'yes'
    reader.skipSpace()
  }
  reader.need('?>')
  const length = reader.at
  return { length, version, isStandalone, ...(encoding === undefined ? {} : { encoding }) }
}

/** Passes over the declaration that a file of declarations may begin with: `<?xml encoding="…"?>`. */
export function passTextDeclaration(reader: Reader): void {
  if (!/^<\?xml[ \t\r\n]/.test(reader.text)) return
  reader.need('<?xml')
  reader.needSpace()
  if (reader.isAt('v')) {
    readValue(reader, 'version', readVersion)
    reader.needSpace()
  }
  readValue(reader, 'encoding', readEncoding)
  reader.skipSpace()
  reader.need('?>')
}

function readValue(reader: Reader, name: string, read: (reader: Reader) => string): string {
  reader.need(name)
  reader.skipSpace()
  reader.need('=')
  reader.skipSpace()
  const quote = reader.quote(`the ${name} in quotes`)
  const value = read(reader)
  reader.need(quote)
  return value
}

function readVersion(reader: Reader): string {
  reader.need('1.')
  const minor = reader.until(/[^0-9]/g)
  if (minor === '') reader.fail('a digit')
  return `1.${minor}`
}

function readEncoding(reader: Reader): string {
  const start = reader.at
  const name = reader.until(/[^a-zA-Z0-9._-]/g)
  if (!/^[a-zA-Z]/.test(name)) reader.fail('the name of an encoding', start)
  return name
}
