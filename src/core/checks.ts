// Provides checks of the types of values that came from outside: errors name the place of what is wrong.

import { UsageError } from './errors.ts'
import { nearest } from './nearest.ts'

/** Refuses a value that is not of its kind: UsageError with the place, what was expected and what was found. */
export type Check = (value: unknown, place: string) => void

export const anything: Check = () => {}
export const text: Check = kind('a text', (value) => typeof value === 'string')
export const truth: Check = kind('true or false', (value) => typeof value === 'boolean')
export const fromOne: Check = kind(
  'a whole number from 1',
  (value) => Number.isSafeInteger(value) && Number(value) >= 1,
)
const dictionary = kind(
  'an object',
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)
const array = kind('an array', Array.isArray)

export function kind(expected: string, isOfIt: (value: unknown) => boolean): Check {
  return (value, place) => {
    if (!isOfIt(value)) throw unexpected(place, expected, value)
  }
}

export function oneOf(words: readonly string[]): Check {
  return kind(words.join(' or '), (value) => words.some((word) => word === value))
}

export function each(check: Check): Check {
  return (value, place) => {
    array(value, place)
    for (const [i, item] of (value as unknown[]).entries()) check(item, `${place}[${i}]`)
  }
}

export function entries(check: Check): Check {
  return (value, place) => {
    dictionary(value, place)
    for (const [name, entry] of Object.entries(value as object)) check(entry, `${place}.${name}`)
  }
}

export function fields(needed: Record<string, Check>, optional: Record<string, Check>): Check {
  const checks = new Map(Object.entries({ ...needed, ...optional }))
  return (value, place) => {
    dictionary(value, place)
    const known = value as Record<string, unknown>
    for (const name of Object.keys({ ...needed, ...known })) {
      const check = checks.get(name)
      if (!check) throw unknown(place, name, [...checks.keys()])
      if (name in needed || known[name] !== undefined) check(known[name], `${place}.${name}`)
    }
  }
}

function unknown(place: string, name: string, known: string[]): UsageError {
  const near = nearest(name, known)
  const meant = near === undefined ? '' : `, did you mean "${near}"?`
  return new UsageError(`${place}: unknown key ${JSON.stringify(name)}${meant}`)
}

function unexpected(place: string, expected: string, found: unknown): UsageError {
  return new UsageError(`${place}: expected ${expected}, found ${wordFor(found)}`)
}

function wordFor(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return 'an array'
  const isShort = value === null || !['object', 'function'].includes(typeof value)
  return isShort ? String(value) : 'an object'
}
