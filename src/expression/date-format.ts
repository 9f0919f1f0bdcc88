// Turns a date in a form of its own, as `%d.%m.%Y %H:%M` of strftime says it, into seconds since 1970.

import { NAME, secondsOfWords, ZONE } from './date.ts'

/**
 * Seconds since 1970; undefined for a text that is not in the format, or says no date.
 */
export function secondsAs(text: string, format: string): number | undefined {
  const found = formOf(format)?.exec(text)?.groups
  return found && (found.epoch === undefined ? secondsOfWords(found) : Number(found.epoch))
}

const SIGNS: Record<string, string> = {
  Y: String.raw`(?<year>\d{4})`,
  y: String.raw`(?<short>\d\d)`,
  m: String.raw`(?<month>\d\d?)`,
  d: String.raw`(?<day>\d\d?)`,
  e: String.raw`\s?(?<day>\d\d?)`,
  j: String.raw`(?<date>\d{1,3})`,
  H: String.raw`(?<hour>\d\d?)`,
  I: String.raw`(?<hour>\d\d?)`,
  M: String.raw`(?<minute>\d\d?)`,
  S: String.raw`(?<second>\d\d?(?:[.,]\d+)?)`,
  p: String.raw`(?<half>[ap]\.?m\.?)`,
  z: ZONE,
  Z: ZONE,
  b: NAME,
  B: NAME,
  h: NAME,
  a: String.raw`\p{L}+\.?`,
  A: String.raw`\p{L}+\.?`,
  s: String.raw`(?<epoch>-?\d+(?:\.\d+)?)`,
  '%': '%',
}

const made = new Map<string, RegExp | undefined>()
const MOST_MADE = 100

/** Undefined for a format that says no year, or has a sign that is unknown or there twice. */
export function formOf(format: string): RegExp | undefined {
  if (made.has(format)) return made.get(format)
  if (made.size >= MOST_MADE) made.clear()
  const form = readFormat(format.trim().replace(/%F/g, '%Y-%m-%d').replace(/%T/g, '%H:%M:%S'))
  made.set(format, form)
  return form
}

function readFormat(format: string): RegExp | undefined {
  const source = format.replace(/%(.?)|\s+|[\\^$.*+?()[\]{}|/]/g, (sign, letter?: string) => {
    if (letter !== undefined) return SIGNS[letter] ?? '(' // which nothing closes
    return /^\s/.test(sign) ? '\\s+' : `\\${sign}`
  })
  if (!/\(\?<(?:year|short|epoch)>/.test(source)) return undefined
  try {
    return new RegExp(`^${source}$`, 'iu')
  } catch {
    return undefined
  }
}
