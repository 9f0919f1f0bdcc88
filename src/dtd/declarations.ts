// Provides what a row of declarations declares.

import type { AttributeDeclaration, Entity } from './doctype.ts'

export interface Declarations {
  /** General entities; the first declaration of a name counts. The five of XML are not in here. */
  entities: Pick<ReadonlyMap<string, Entity>, 'get' | 'has'>
  /** Entities for declarations, as `%name;`. */
  parameters: ReadonlyMap<string, Entity>
  /** By the name of the element; the first declaration of an attribute counts. */
  attributes: ReadonlyMap<string, readonly AttributeDeclaration[]>
}
