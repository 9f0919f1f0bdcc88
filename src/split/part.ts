// Provides what a part of a document is, as data: enough to read it alone, and to see that it was read exactly.

import type { Around } from '../parts/around.ts'
import type { Parsing, Plan } from '../plan/plan.ts'
import type { Identity } from './identity.ts'

/** A place between two elements, and what comes before it. */
export interface Place {
  /** Bytes. */
  offset: number
  records: number
  /** Line ends, and characters after the last one. */
  lines: number
  characters: number
  /** Bytes that entities and declared attributes have added. */
  expansion: number
  /** How many elements are open. */
  depth: number
}

/** What decides what a record is, and so where a document may be cut. */
export type Deciding = Pick<Plan, 'record'> &
  Pick<Parsing, 'namespaces' | 'encoding' | 'entities' | 'dtd' | 'limits'>

/** Where a part lies in a compressed file that is made of members. */
export interface InMembers {
  /** Bytes of the file before the first of its members, and before what follows the last one. */
  from: number
  to: number
  /** Bytes of the document before these members. */
  offset: number
  /** Bytes of the whole document. */
  size: number
}

/** A line of a manifest. */
export interface Part {
  /** Of this form of a manifest. */
  version: typeof VERSION
  /** That of the manifest, then the number. */
  id: string
  /** The number, from 1, and how many there are. */
  part: number
  parts: number
  file: string
  identity: Identity
  /** Nothing if the file is not compressed. */
  members?: InMembers
  from: Place
  to: Place
  /** What stands around the first of these places; nothing at the start of a file. */
  around: Around
  parsing: Deciding
}

export const VERSION = 1

export const START: Place = {
  offset: 0,
  records: 0,
  lines: 0,
  characters: 0,
  expansion: 0,
  depth: 0,
}

export function isFirstOfFile({ from }: Part): boolean {
  return from.offset === 0
}

export function isLastOfFile({ to, members, identity }: Part): boolean {
  return to.offset === (members ?? identity).size
}
