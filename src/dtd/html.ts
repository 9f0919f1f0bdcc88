// Provides the 2,125 entities of HTML, loaded when one is asked for.

import type { characterEntities } from 'character-entities'

let table: typeof characterEntities | undefined

/** The replacement text of the entity that HTML has of this name, as a declaration would give it. */
export function htmlEntity(name: string): string | undefined {
  table ??= load()
  if (!Object.hasOwn(table, name)) return undefined
  return table[name]?.replace(/[&<]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** At once: parsing waits for no module. */
function load(): typeof characterEntities {
  const { createRequire } = process.getBuiltinModule('node:module')
  return createRequire(import.meta.url)('character-entities').characterEntities
}
