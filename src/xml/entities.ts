// Turns the name between `&` and `;` into its text: characters by number, the five of XML, and the
// entities that a document's own subset declares. Refuses entities with markup or references in them.

import { Outside } from '../dtd/outside.ts'

const PREDEFINED: [string, string][] = [
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['apos', "'"],
  ['quot', '"'],
]

export class Entities {
  readonly #declared = new Map(PREDEFINED)
  readonly #refused = new Set<string>()
  readonly #outside: Outside
  readonly #external = new Set<string>()
  #isOutside = false // the document type declaration goes on in a file that is not read

  constructor(outside: Outside = new Outside()) {
    this.#outside = outside
  }

  /** Reads `<!ENTITY name "text">` declarations out of a document type declaration. */
  declare(doctype: string): void {
    const plain = doctype.replace(/<!--[\s\S]*?-->/g, '')
    const bare = plain.replace(/"[^"]*"|'[^']*'/g, '""')
    this.#isOutside = /^\s*\S+\s+(?:SYSTEM|PUBLIC)\s/.test(doctype) || /%[^\s;]+;/.test(bare)
    for (const [, name = ''] of bare.matchAll(EXTERNAL)) this.#external.add(name)
    for (const [, name = '', quoted = ''] of plain.matchAll(DECLARATION)) {
      if (this.#declared.has(name) || this.#refused.has(name)) continue // the first one counts
      const text = withCharacters(quoted.slice(1, -1))
      if (/[<&]/.test(text) || quoted.includes('%')) this.#refused.add(name)
      else this.#declared.set(name, text)
    }
  }

  /** The text of an entity, or the fact that stands in its way. */
  resolve(name: string, isInAttribute = false): { text?: string; fact?: string } {
    if (name.startsWith('#')) {
      const character = characterOf(name.slice(1))
      return character === undefined
        ? { fact: `character reference not allowed: "&${name};"` }
        : { text: character }
    }
    const text = this.#declared.get(name)
    if (text !== undefined) return { text }
    if (this.#refused.has(name)) return { fact: `entity with markup not supported: "&${name};"` }
    if (this.#external.has(name)) {
      const fact = `external entity in the value of an attribute: "&${name};"`
      return isInAttribute ? { fact } : this.#unknown(name, 'external entity not read')
    }
    const known = this.#outside.known(name)
    if (known !== undefined) return { text: withCharacters(known) }
    if (!this.#isOutside) return { fact: `entity not declared: "&${name};"` }
    return this.#unknown(name, 'entity declared outside the document')
  }

  #unknown(name: string, fact: string): { text?: string; fact?: string } {
    if (this.#outside.manner === 'strict') return { fact: `${fact}: "&${name};"` }
    this.#outside.count(name)
    return { text: this.#outside.standIn(name) }
  }
}

// <!ENTITY name "text">
const DECLARATION = /<!ENTITY\s+([^\s%"'<>]+)\s+("[^"]*"|'[^']*')\s*>/g

// <!ENTITY name SYSTEM "">, <!ENTITY name PUBLIC "" "">
const EXTERNAL = /<!ENTITY\s+([^\s%"'<>]+)\s+(?:SYSTEM|PUBLIC)[^>]*"\s*>/g

/** The text with its references to characters resolved. */
function withCharacters(text: string): string {
  return text.replace(/&#[^;]*;/g, (found) => characterOf(found.slice(2, -1)) ?? found)
}

/** The character of `65` or `x41`, if XML allows it. */
function characterOf(number: string): string | undefined {
  const isNumber = /^(?:[0-9]+|x[0-9a-fA-F]+)$/.test(number)
  const code = isNumber ? Number(number.startsWith('x') ? `0${number}` : number) : 0
  const isCharacter =
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  return isCharacter ? String.fromCodePoint(code) : undefined
}
