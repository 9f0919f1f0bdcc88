// Provides where stages have the value of a field go: under its name, under others, or nowhere.

import type { Column } from '../expression/program.ts'
import type { Field } from '../record/field.ts'

/** The `passes` of a stage that leaves fields where they are. */
export function passesAll(_: unknown, field: Field): Field[] {
  return [field]
}

/** The `passes` of a stage that sends what it finds out, and none of the fields that come in. */
export function passesNone(): Field[] {
  return []
}

/** Where a field is in what it, or what it is in, or what is in it, is called now. */
export function passesAs(renamings: readonly Column[], field: Field): Field[] {
  return renamings.flatMap(({ name, field: old }) =>
    areOfOne(field, old) ? [[name, ...field.slice(old.length)]] : [],
  )
}

/** Whether one of the fields is in the other, or both are one. */
export function areOfOne(one: Field, other: Field): boolean {
  return isWithin(one, other) || isWithin(other, one)
}

export function isWithin(field: Field, outer: Field): boolean {
  return outer.every((name, i) => field[i] === name)
}
