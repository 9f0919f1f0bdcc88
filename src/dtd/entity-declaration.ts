// Turns declarations of entities into the text that references to them stand for.

import type { Entity } from './doctype.ts'
import { readExternalId } from './external-id.ts'
import type { ParameterText } from './flattened.ts'
import { PREDEFINED } from './predefined.ts'
import { ANY_NAMES, endingOf, Reader, selfReference } from './reader.ts'

export interface EntityDeclaration {
  name: string
  /** It is for the document type declaration itself: `%name;`. */
  isParameter: boolean
  entity: Entity
}

/** Reads what follows `<!ENTITY`; in a file, values may refer to parameter entities. */
export function readEntity(reader: Reader, parameterText?: ParameterText): EntityDeclaration {
  reader.needSpace()
  const isParameter = reader.take('%')
  if (isParameter) reader.needSpace()
  const start = reader.at
  const name = reader.simpleName('the name of an entity')
  reader.needSpace()
  const isText = reader.isAt('"') || reader.isAt("'")
  const entity = isText ? readText(reader, parameterText) : readExternal(reader, isParameter)
  reader.skipSpace()
  reader.need('>')
  if (!isParameter && !isFaithful(name, entity)) {
    throw reader.fault(`entity of XML itself declared as something else: "&${name};"`, start)
  }
  return { name, isParameter, entity }
}

const STOPS = { '"': /["%&]/g, "'": /['%&]/g }
const STOP_INSIDE = /[%&]/g

function readText(outer: Reader, parameterText?: ParameterText): Entity {
  const quote = outer.quote('a value in quotes')
  const open: { name: string; reader: Reader }[] = [] // parameter entities in it, the innermost last
  const names = new Set<string>() // of those
  let text = ''
  let isWhole = true
  while (true) {
    const reader = open.at(-1)?.reader ?? outer
    text += reader.until(reader === outer ? STOPS[quote] : STOP_INSIDE)
    if (reader.isAt('%')) {
      const at = reader.at
      if (!parameterText) throw reader.fault('reference to a parameter entity in a declaration')
      reader.need('%')
      const name = reader.simpleName('the name of a parameter entity')
      reader.need(';')
      if (names.has(name)) throw reader.fault(selfReference(name), at)
      const inner = parameterText(name, reader, at)
      isWhole &&= inner !== undefined
      names.add(name)
      open.push({ name, reader: readerOf(name, inner ?? '', reader.placeOf(at)) })
    } else if (reader.isAt('&')) {
      const { name, ...reference } = reader.reference()
      text += name === undefined ? reference.character : `&${name};`
    } else {
      const inner = open.pop()
      if (inner === undefined) break
      names.delete(inner.name)
    }
  }
  outer.need(quote)
  return isWhole ? { kind: 'text', text } : { kind: 'external' }
}

/** Its names were looked at when it was declared, but for those that come with it only here. */
function readerOf(name: string, text: string, place: number): Reader {
  return new Reader(text, ANY_NAMES, endingOf(name), () => place)
}

function readExternal(reader: Reader, isParameter: boolean): Entity {
  const file = readExternalId(reader, 'a value in quotes, "SYSTEM" or "PUBLIC"')
  const isApart = reader.skipSpace()
  if (isParameter || reader.isAt('>')) return { kind: 'external', file }
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
