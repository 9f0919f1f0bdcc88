// Provides the 2,125 entities of HTML, loaded when one is asked for.

import { createRequire } from 'node:module'

let table: Record<string, string> | undefined

/** The replacement text of the entity that HTML has of this name, as a declaration would give it. */
export function htmlEntity(name: string): string | undefined {
  // parsing does not wait for a module: this loads it at once
  table ??= createRequire(import.meta.url)('character-entities').characterEntities as typeof table
  if (table === undefined || !Object.hasOwn(table, name)) return undefined
  return table[name]?.replace(/[&<]/g, (character) => `&#${character.charCodeAt(0)};`)
}
