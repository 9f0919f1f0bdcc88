// Provides the contract of an engine: bytes in, tapes out.

import type { Target } from '../core/coroutine.ts'
import type { EntityPolicy, Outside } from '../dtd/outside.ts'
import type { Limits } from './limits.ts'
import type { Border, Inside } from './part.ts'
import type { Tape } from './tape.ts'

/** `kernel` is fast and knows all of XML; `sax` is the npm package of that name, and can be lenient. */
export const ENGINE_NAMES = ['kernel', 'sax'] as const
export type EngineName = (typeof ENGINE_NAMES)[number]

export interface EngineOptions {
  /** What to call the input in errors. */
  source?: string
  /** Whether a colon in a name ends a prefix, which must be declared; true if not given. */
  namespaces?: boolean
  /**
   * Takes the input for a row of documents, or of elements without a root around them. Only the engine `kernel` does.
   */
  fragments?: boolean
  /** The name of the encoding, where that is not left to the document. */
  encoding?: string
  /**
   * What becomes of a reference to an entity that is declared outside the document: `keep` leaves it as it was written,
   * `html` knows the entities of HTML and keeps others, `drop` leaves it out, `strict` refuses it; `keep` if not given.
   */
  entities?: EntityPolicy
  /** The text of declarations, as in a DTD, that count as the document's own: of one file or of several. */
  dtd?: string | readonly string[]
  /** Both of these, made once for documents that are read one after the other; who made it says what it counted. */
  outside?: Outside
  /**
   * Repairs what is not well-formed instead of refusing it, and warns of each kind once; limits still hold. Only
   * the `sax` engine does so.
   */
  lenient?: boolean
  /**
   * Reads white space, or a second byte order mark, before the XML declaration, and warns of it, instead of
   * refusing it.
   */
  leadingSpace?: boolean
  limits?: Partial<Limits>
  /** Where in a document the bytes begin, if not at its start; only the engine `kernel` can begin there. */
  inside?: Inside
  /** Called with what is left out of the document's events, or repaired in them, once for each kind. */
  onWarning?: (message: string) => void
}

/** One engine reads one document. */
export interface Engine {
  /** Whether its errors say all that there is to say: nothing is added about documents that are no XML. */
  readonly explainsItself?: true
  /**
   * Reads the next bytes, of any number and cut anywhere, and answers whether more are wanted.
   * Events before a fault are sent before the fault is thrown.
   *
   * @throws XmlError when the document is not well-formed.
   */
  write(bytes: Uint8Array): boolean
  /**
   * Says that the bytes have ended.
   *
   * @throws XmlError when the document has not.
   */
  end(): void
  /**
   * Where the engine would put the next bytes: what is written there need not be copied. It is good until the
   * next call of `write`.
   */
  space?(bytes: number): Uint8Array | undefined
  /**
   * Says, before the first bytes, which encoding the document is said to be in: that is stronger than its
   * declaration, and weaker than a mark at its start and than `encoding` of the options.
   */
  hearOf?(charset: string): void
  /**
   * Where the bytes so far end, if that is between two elements and in none that is a record, and all of them could be
   * read: the document may be cut there.
   */
  border?(): Border | undefined
  /** Says that the document will not be read to its end; harmless after the end. */
  leave?(): void
}

export type CreateEngine = (target: Target<Tape>, options?: EngineOptions) => Engine

/** How an engine is chosen. */
export interface EngineChoice {
  engine?: EngineName
  lenient?: boolean
}

/** The engine that reads. */
export function engineFor({ engine = 'kernel', lenient = false }: EngineChoice): EngineName {
  return lenient ? 'sax' : engine
}
