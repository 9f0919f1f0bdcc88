// Turns the name between `&` and `;` into its text: characters by number, the five of XML, and the
// entities that a document's own subset declares. Refuses entities with markup or references in them.

import { Budget, type BudgetLimits } from '../../dtd/budget.ts'
import { DoctypeFault } from '../../dtd/doctype.ts'
import { type Declared, Entities as DeclaredEntities } from '../../dtd/entities.ts'
import { Outside } from '../../dtd/outside.ts'
import { LIMITS } from '../limits.ts'

const PREDEFINED: [string, string][] = [
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['apos', "'"],
  ['quot', '"'],
]

/** Where a reference is, and how much was read before. */
export interface Place {
  isInAttribute?: boolean
  read?: number
}

export interface Resolved {
  text?: string
  fact?: string
}

export class Entities {
  readonly #declared = new Map(PREDEFINED)
  readonly #refused = new Set<string>()
  readonly #outside: Outside
  readonly #inText: DeclaredEntities // what the user has named, and who knows what else
  readonly #inAttributes: DeclaredEntities
  readonly #budget: Budget
  readonly #external = new Set<string>()
  readonly #elements = new Set<string>() // with declared attributes
  #isOutside = false // the document type declaration goes on in a file that is not read

  constructor(outside: Outside = new Outside(), limits: BudgetLimits = LIMITS) {
    this.#outside = outside
    this.#budget = new Budget(0, limits)
    const none = { entities: new Map(), hidden: new Set<string>() }
    const isOutside = () => this.#isOutside
    const undeclared: Declared = {
      ...none,
      get isPartial() {
        return isOutside()
      },
    }
    this.#inText = new DeclaredEntities(undeclared, { isStandalone: false, outside })
    this.#inAttributes = new DeclaredEntities(undeclared, { isStandalone: false, outside })
  }

  /** Whether the document itself declares attributes of an element. */
  declaresAttributes(element: string): boolean {
    return this.#elements.has(element)
  }

  /** Reads `<!ENTITY name "text">` declarations out of a document type declaration. */
  declare(doctype: string): void {
    const plain = doctype.replace(/<!--[\s\S]*?-->/g, '')
    const bare = plain.replace(/"[^"]*"|'[^']*'/g, '""')
    this.#isOutside = /^\s*\S+\s+(?:SYSTEM|PUBLIC)\s/.test(doctype) || /%[^\s;]+;/.test(bare)
    for (const [, name = ''] of bare.matchAll(EXTERNAL)) this.#external.add(name)
    for (const [, name = ''] of bare.matchAll(ATTRIBUTES)) this.#elements.add(name)
    for (const [, name = '', quoted = ''] of plain.matchAll(DECLARATION)) {
      if (this.#declared.has(name) || this.#refused.has(name)) continue // the first one counts
      const text = withCharacters(quoted.slice(1, -1))
      if (/[<&]/.test(text) || quoted.includes('%')) this.#refused.add(name)
      else this.#declared.set(name, text)
    }
  }

  /** The text of an entity, or the fact that stands in its way. */
  resolve(name: string, { isInAttribute = false, read = 0 }: Place = {}): Resolved {
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
    this.#budget.read = read
    return this.#declaredOutside(name, isInAttribute)
  }

  #declaredOutside(name: string, isInAttribute: boolean): Resolved {
    const reference = {
      at: 0,
      grow: (characters: number) => {
        const fact = this.#budget.add(characters)
        if (fact !== undefined) throw new DoctypeFault(fact, 0)
      },
      meetUnknown: (unknown: string) => this.#outside.count(unknown),
    }
    try {
      const text = isInAttribute
        ? this.#inAttributes.inAttribute(name, reference)
        : this.#inText.inText(name, reference)
      return { text }
    } catch (error) {
      if (!(error instanceof DoctypeFault)) throw error
      const hasMarkup = !isInAttribute && error.fact.startsWith('"<"')
      return { fact: hasMarkup ? `entity with markup not supported: "&${name};"` : error.fact }
    }
  }

  #unknown(name: string, fact: string): Resolved {
    if (this.#outside.policy === 'strict') return { fact: `${fact}: "&${name};"` }
    this.#outside.count(name)
    return { text: this.#outside.placeholderFor(name) }
  }
}

// <!ENTITY name "text">
const DECLARATION = /<!ENTITY\s+([^\s%"'<>]+)\s+("[^"]*"|'[^']*')\s*>/g

// <!ENTITY name SYSTEM "">, <!ENTITY name PUBLIC "" "">
const EXTERNAL = /<!ENTITY\s+([^\s%"'<>]+)\s+(?:SYSTEM|PUBLIC)[^>]*"\s*>/g

// <!ATTLIST element
const ATTRIBUTES = /<!ATTLIST\s+([^\s%"'<>]+)/g

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
