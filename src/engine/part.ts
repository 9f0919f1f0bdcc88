// Provides what is known of a place between two elements of a document: enough to read on from there alone.

/** What stands around the place, and how far it is into the document. */
export interface Inside {
  /**
   * The document up to there without what has ended: its XML declaration, its document type declaration, and the start tags
   * of the elements that are open.
   */
  readonly around: string
  /** Bytes of the document before it. */
  readonly offset: number
  /** Line ends before it, and characters of its line. */
  readonly lines: number
  readonly characters: number
  /** Bytes that entities and declared attributes have added to the document before it. */
  readonly expansion: number
  /** Records before it. */
  readonly records: number
  readonly met?: MetRecords | undefined
}

/** What is remembered of the records before a place, if there was one: by that it is guessed where the next begins after a fault. */
export interface MetRecords {
  /** Their names, each once. */
  readonly names: readonly string[]
  /** How many elements were open around the last one. */
  readonly parentDepth: number
}

/** What is remembered of the records of two stretches, one after the other. */
export function bothMet(
  before: MetRecords | undefined,
  after: MetRecords | undefined,
): MetRecords | undefined {
  if (!before || !after) return after ?? before
  return { ...after, names: [...new Set([...before.names, ...after.names])] }
}

/** What an engine says of the place that it has reached. */
export interface Border extends Omit<Inside, 'around' | 'records'> {
  /** How many elements are open there. */
  readonly depth: number
  /** Their names, as they are written, the root first. */
  readonly names: readonly string[]
  /** How many of them, the outer ones, were open all the time since the border before, or since a part began. */
  readonly kept: number
  /** Whether these are those that were open at the border before, or where a part began: none was closed and another one opened. */
  readonly isAround: boolean
}
