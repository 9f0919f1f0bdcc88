// Turns a document type declaration, its internal subset included, into what it declares. Reads no other file.

import { NO_CHARACTER } from './characters.ts'
import { type Doctype, DoctypeFault } from './doctype.ts'
import { readExternalId } from './external-id.ts'
import { Reader } from './reader.ts'
import { Subset, type SubsetOptions } from './subset.ts'

export interface DoctypeOptions extends SubsetOptions {
  /** The text goes on to the `>` that closes the declaration, not just to the end of the input. */
  isComplete: boolean
}

/**
 * Reads `<!DOCTYPE … >`.
 *
 * @throws DoctypeFault at the first character that is wrong
 */
export function parseDoctype(text: string, options: DoctypeOptions): Doctype {
  try {
    return parse(text.replace(/\r\n?/g, '\n'), options)
  } catch (error) {
    if (!(error instanceof DoctypeFault)) throw error
    throw error.movedTo(indexIn(text, error.at))
  }
}

function parse(text: string, options: DoctypeOptions): Doctype {
  const end = text.search(NO_CHARACTER)
  const reader = new Reader(end < 0 ? text : text.slice(0, end), options, (expected) => {
    if (end >= 0) return `character not allowed: ${codeOf(text, end)}`
    if (!options.isComplete) return `document ends early: expected ${expected}`
    return `expected ${expected}, found the end of the document type declaration`
  })
  reader.need('<!DOCTYPE')
  reader.needSpace()
  const name = reader.qualifiedName('the name of the root element')
  const isApart = reader.skipSpace()
  const hasExternal = !reader.isAt('[') && !reader.isAt('>')
  if (hasExternal) {
    if (!isApart) reader.fail('white space, "[" or ">"')
    readExternalId(reader, '"SYSTEM", "PUBLIC", "[" or ">"')
    reader.skipSpace()
  }
  const subset = new Subset(hasExternal, options)
  if (reader.take('[')) {
    readSubset(subset, reader)
    reader.skipSpace()
  }
  for (const element of subset.attributes.keys()) subset.addFileAttributes(element)
  reader.need('>')
  return {
    name,
    entities: subset.entities,
    hidden: subset.hidden,
    attributes: new Map(
      Array.from(subset.attributes, ([element, attributes]) => [element, [...attributes.values()]]),
    ),
    isPartial: subset.isPartial,
    instructions: subset.instructions,
    unknown: subset.unknown,
  }
}

function readSubset(subset: Subset, reader: Reader): void {
  try {
    subset.read(reader)
  } catch (error) {
    if (error instanceof DoctypeFault) error.isInSubset = true
    throw error
  }
}

function codeOf(text: string, at: number): string {
  return `U+${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}`
}

/** The index in the text of what is at `index` with its line ends normalised. */
export function indexIn(text: string, index: number): number {
  let at = index
  for (let end = text.indexOf('\r\n'); end >= 0 && end < at; end = text.indexOf('\r\n', end + 2))
    at++
  return at
}
