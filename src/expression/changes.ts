// Finds out what becomes of the fields of a record that is changed in several ways, one after the other.

import type { Change } from './program.ts'

/** What becomes of a field: it goes, or stands under another name, or has another value. */
export type Fate = 'drop' | { name: string; json?: string }

/** What changes make of a record. */
export interface Outcome {
  /** By the name that a field has before. */
  fates: Map<string, Fate>
  /** Fields that come last unless they are there, as JSON, in order. */
  added: Map<string, string>
}

/** The names of all fields that it has to do with. */
export function namesIn(change: Change): string[] {
  if ('drop' in change) return [...change.drop]
  if ('rename' in change) return change.rename.flatMap(({ name, old }) => [name, old])
  return [change.set]
}

/** All of them `areIndependent` of those before. */
export function outcomeOf(changes: readonly Change[]): Outcome {
  const fates = new Map<string, Fate>()
  const added = new Map<string, string>()
  for (const change of changes) {
    if ('drop' in change) {
      for (const name of change.drop) {
        fates.set(name, 'drop')
        added.delete(name)
      }
    } else if ('rename' in change) {
      for (const { name, old } of change.rename) fates.set(old, { name })
    } else {
      const { set: name, value } = change
      const json = JSON.stringify(value)
      if (fates.get(name) !== 'drop') fates.set(name, { name, json })
      added.set(name, json)
    }
  }
  return { fates, added }
}

/** Whether a change after others finds the fields that it names as they were before these, or as only --drop and --set left them. */
export function areIndependent(before: readonly Change[], after: readonly Change[]): boolean {
  const renames = (changes: readonly Change[]) => changes.some((change) => 'rename' in change)
  const named = new Set(before.flatMap(namesIn))
  const sharesNone = after.flatMap(namesIn).every((name) => !named.has(name))
  return sharesNone || !(renames(before) || renames(after))
}
