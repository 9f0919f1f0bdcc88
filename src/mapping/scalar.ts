// Turns a text into the number or boolean that it is.

import { numberOf } from '../expression/predicate.ts'
import type { ScalarType } from '../record/record.ts'

/** The text as a value of a type; as it is when it says no such value, or one that would not be exact. */
export function scalar(text: string, type: ScalarType): string | number | boolean {
  if (type === 'text') return text
  if (type === 'boolean') {
    if (text === 'true' || text === '1') return true
    return text === 'false' || text === '0' ? false : text
  }
  const number = numberOf(text)
  if (number === undefined || !Number.isFinite(number)) return text
  if (!Number.isInteger(number)) return type === 'number' ? number : text
  return Number.isSafeInteger(number) ? number : text
}

const LONGEST = 25

/**
 * What JSON would write with the same characters: `12`, `-0.5`, `true`. Not `007`, `1.0`, `-0` or `1e5`, and no
 * number too large to count with.
 */
export function guessed(text: string): string | number | boolean {
  const code = text.charCodeAt(0)
  const isLikeNumber = code === 0x2d || (code >= 0x30 && code <= 0x39)
  if (!isLikeNumber) return text === 'true' ? true : text === 'false' ? false : text
  if (text.length > LONGEST || text.includes('e')) return text
  const number = Number(text)
  if (String(number) !== text || !Number.isFinite(number)) return text
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number
}
