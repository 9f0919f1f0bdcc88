// Turns the name between `&` and `;` into its text: characters by number, the five of XML, and the
// entities that a document's own subset declares. Refuses entities with markup or references in them.

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
  readonly #isStrict: boolean
  #isOutside = false // the document type declaration goes on in a file that is not read

  /** Strict ones do not leave out what a file that is not read may declare. */
  constructor({ isStrict = false }: { isStrict?: boolean } = {}) {
    this.#isStrict = isStrict
  }

  /** Reads `<!ENTITY name "text">` declarations out of a document type declaration. */
  declare(doctype: string): void {
    this.#isOutside = /^\s*\S+\s+(?:SYSTEM|PUBLIC)\s/.test(doctype)
    const plain = doctype.replace(/<!--[\s\S]*?-->/g, '')
    for (const [, name = '', quoted = ''] of plain.matchAll(DECLARATION)) {
      if (this.#declared.has(name) || this.#refused.has(name)) continue // the first one counts
      const text = quoted.slice(1, -1).replace(/&#[^;]*;/g, (found) => {
        return characterOf(found.slice(2, -1)) ?? found
      })
      if (/[<&]/.test(text) || quoted.includes('%')) this.#refused.add(name)
      else this.#declared.set(name, text)
    }
  }

  /** The text of an entity, or the fact that stands in its way; with both the document is no worse for it. */
  resolve(name: string): { text?: string; fact?: string } {
    if (name.startsWith('#')) {
      const character = characterOf(name.slice(1))
      return character === undefined
        ? { fact: `character reference not allowed: "&${name};"` }
        : { text: character }
    }
    const text = this.#declared.get(name)
    if (text !== undefined) return { text }
    if (this.#refused.has(name)) return { fact: `entity with markup not supported: "&${name};"` }
    if (!this.#isOutside) return { fact: `entity not declared: "&${name};"` }
    if (this.#isStrict) return { fact: `entity declared outside the document: "&${name};"` }
    return { text: '', fact: `entity declared outside the document, left out: "&${name};"` }
  }
}

// <!ENTITY name "text">
const DECLARATION = /<!ENTITY\s+([^\s%"'<>]+)\s+("[^"]*"|'[^']*')\s*>/g

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
