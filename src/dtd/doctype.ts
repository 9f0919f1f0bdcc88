// Provides what a document type declaration says, as far as a processor that does not validate must know.

/** What `&name;` stands for. */
export type Entity =
  /** Replacement text: character references and parameter entities are resolved, references to others are not. */
  | { kind: 'text'; text: string }
  /** Content of another file, which is not read: named by the declaration, or missing in it. */
  | { kind: 'external'; file?: string }
  /** Data that is not XML: a reference to it is an error. */
  | { kind: 'unparsed' }

/** An attribute that elements of a name may have. */
export interface AttributeDeclaration {
  name: string
  /** Any type but CDATA: white space around the value goes, inside it is one space. */
  isTokenised: boolean
  /** The value it has where the element does not give one: normalised, references resolved. */
  value?: string
}

export interface Doctype {
  /** The name of the root element, which only a validator compares. */
  name: string
  /** General entities; the first declaration of a name counts. The five of XML are not in here. */
  entities: Pick<ReadonlyMap<string, Entity>, 'get' | 'has' | 'keys' | 'size'>
  /** By the name of the element; the first declaration of an attribute counts. */
  attributes: ReadonlyMap<string, readonly AttributeDeclaration[]>
  /** The general entities that a parameter entity declares: with standalone="yes" they must not be needed. */
  hidden: ReadonlySet<string>
  /**
   * There is an external subset or a reference to a parameter entity, read or not: without standalone="yes" an
   * entity that is not declared is then no error.
   */
  isPartial: boolean
  /** The processing instructions in the subset, which are events of the document. */
  instructions: readonly { target: string; data: string }[]
  /** The unknown entities that values of attributes refer to, once for each reference. */
  unknown: readonly string[]
}

/** A declaration that is not well-formed, or beyond a limit: the fact, and where in the text it was noticed. */
export class DoctypeFault extends Error {
  readonly fact: string
  /** The index in the text of the declaration. */
  readonly at: number
  /** Whether it is a limit. */
  readonly isLimit: boolean
  /** Whether it is between `[` and `]`. */
  isInSubset = false

  constructor(fact: string, at: number, isLimit = false) {
    super(fact)
    this.fact = fact
    this.at = at
    this.isLimit = isLimit
  }

  /** The same elsewhere. */
  movedTo(at: number): DoctypeFault {
    const moved = new DoctypeFault(this.fact, at, this.isLimit)
    moved.isInSubset = this.isInSubset
    return moved
  }
}
