// Turns declarations of attributes into the defaults and types that a processor applies.

import { spaced } from './characters.ts'
import type { AttributeDeclaration } from './doctype.ts'
import type { Reader } from './reader.ts'

export interface AttributeList {
  element: string
  attributes: AttributeDeclaration[]
}

/** Answers with the text of an entity in the value of an attribute; a reference to it stands at `at`. */
export type Expand = (name: string, at: number) => string

/** Reads what follows `<!ATTLIST`. */
export function readAttributeList(reader: Reader, expand: Expand): AttributeList {
  reader.needSpace()
  const element = reader.qualifiedName('the name of an element')
  const attributes: AttributeDeclaration[] = []
  while (true) {
    const isApart = reader.skipSpace()
    if (reader.take('>')) return { element, attributes }
    if (!isApart) reader.fail('white space or ">"')
    attributes.push(readAttribute(reader, expand))
  }
}

function readAttribute(reader: Reader, expand: Expand): AttributeDeclaration {
  const name = reader.qualifiedName('the name of an attribute or ">"')
  reader.needSpace()
  const type = passType(reader)
  reader.needSpace()
  const isTokenised = type !== 'CDATA'
  const isGiven = reader.isAt('#') ? passPresence(reader) : true
  if (!isGiven) return { name, isTokenised }
  const value = readValue(reader, expand)
  return { name, isTokenised, value: isTokenised ? collapsed(value) : value }
}

const TYPES = [
  'CDATA',
  'IDREFS',
  'IDREF',
  'ID',
  'ENTITIES',
  'ENTITY',
  'NMTOKENS',
  'NMTOKEN',
  'NOTATION',
  '(',
] as const

function passType(reader: Reader): string {
  const type = reader.oneOf(TYPES, 'the type of an attribute')
  if (type === 'NOTATION') {
    reader.needSpace()
    reader.need('(')
    passChoice(reader, () => reader.simpleName('the name of a notation'))
  } else if (type === '(') {
    passChoice(reader, () => reader.token('a name token'))
  }
  return type
}

/** Reads what follows `(`: parts, each read by `passPart`, with `|` between them. */
function passChoice(reader: Reader, passPart: () => void): void {
  do {
    reader.skipSpace()
    passPart()
    reader.skipSpace()
  } while (reader.oneOf(['|', ')']) === '|')
}

/** Reads the word that says whether the attribute must be there; answers with whether a value follows. */
function passPresence(reader: Reader): boolean {
  const isFixed = reader.oneOf(['#REQUIRED', '#IMPLIED', '#FIXED']) === '#FIXED'
  if (isFixed) reader.needSpace()
  return isFixed
}

const STOPS = { '"': /["<&]/g, "'": /['<&]/g }

function readValue(reader: Reader, expand: Expand): string {
  const quote = reader.quote('a value in quotes')
  let value = ''
  while (true) {
    value += spaced(reader.until(STOPS[quote]))
    if (reader.isAt('<')) throw reader.fault('"<" in the value of an attribute')
    if (!reader.isAt('&')) break
    const at = reader.at
    const reference = reader.reference()
    value += reference.name === undefined ? reference.character : expand(reference.name, at)
  }
  reader.need(quote)
  return value
}

/** The value without white space around it, and with one space where more is inside. */
export function collapsed(value: string): string {
  return value
    .split(' ')
    .filter((token) => token !== '')
    .join(' ')
}
