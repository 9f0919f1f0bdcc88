// Turns declarations of entities into the text that references to them stand for.

import type { Entity } from './doctype.ts'
import { passExternalId } from './external-id.ts'
import { PREDEFINED } from './predefined.ts'
import type { Reader } from './reader.ts'

export interface EntityDeclaration {
  name: string
  /** It is for the document type declaration itself: `%name;`. */
  isParameter: boolean
  entity: Entity
}

/** Reads what stands behind `<!ENTITY`. */
export function readEntity(reader: Reader): EntityDeclaration {
  reader.needSpace()
  const isParameter = reader.take('%')
  if (isParameter) reader.needSpace()
  const start = reader.at
  const name = reader.simpleName('the name of an entity')
  reader.needSpace()
  const isText = reader.isAt('"') || reader.isAt("'")
  const entity = isText ? readText(reader) : readExternal(reader, isParameter)
  reader.skipSpace()
  reader.need('>')
  if (!isParameter && !isFaithful(name, entity)) {
    throw reader.fault(`entity of XML itself declared as something else: "&${name};"`, start)
  }
  return { name, isParameter, entity }
}

const STOPS = { '"': /["%&]/g, "'": /['%&]/g }

function readText(reader: Reader): Entity {
  const quote = reader.quote('a value in quotes')
  let text = ''
  while (true) {
    text += reader.until(STOPS[quote])
    if (reader.isAt('%')) throw reader.fault('reference to a parameter entity in a declaration')
    if (!reader.isAt('&')) break
    const { name, ...reference } = reader.reference()
    text += name === undefined ? reference.character : `&${name};`
  }
  reader.need(quote)
  return { kind: 'text', text }
}

function readExternal(reader: Reader, isParameter: boolean): Entity {
  passExternalId(reader, 'a value in quotes, "SYSTEM" or "PUBLIC"')
  const isApart = reader.skipSpace()
  if (isParameter || reader.isAt('>')) return { kind: 'external' }
  if (!isApart) reader.fail('white space or ">"')
  reader.oneOf(['NDATA'], '"NDATA" or ">"')
  reader.needSpace()
  reader.simpleName('the name of a notation')
  return { kind: 'unparsed' }
}

/** Whether one of the five of XML is what it must be: its character or, for `<` and `&` only, the number of that. */
function isFaithful(name: string, entity: Entity): boolean {
  const character = PREDEFINED.get(name)
  if (character === undefined) return true
  if (entity.kind !== 'text') return false
  if (entity.text === character) return character !== '<' && character !== '&'
  const start = entity.text.startsWith('&#x') ? '&#x' : '&#'
  const digits = entity.text.slice(start.length)
  const number = digits.slice(digits.search(/[^0]/)).toLowerCase()
  const code = character.charCodeAt(0).toString(start === '&#x' ? 16 : 10)
  return entity.text.startsWith(start) && number === `${code};`
}
