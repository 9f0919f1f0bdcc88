// Finds out what kind of value a text is, from its bytes: for most no string is made.

/** In the order of their numbers. */
export const KINDS = [
  'text',
  'integer',
  'number',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'datetime-local',
] as const

/**
 * What a text says.
 *
 * - `integer`, `number` and `boolean` are what JSON would write with the same characters
 * - `decimal` is a number that JSON would write with others: `1.0`, `47.600`, one with too many digits
 * - `date`, `datetime` (with a time zone) and `datetime-local` are those of ISO 8601
 * - `text` is all else: `007`, `1e5`, an integer too large to be exact
 */
export type Kind = (typeof KINDS)[number]

export const TEXT_KIND = 0
export const INTEGER = 1
export const NUMBER = 2
export const DECIMAL = 3
export const BOOLEAN = 4
export const DATE = 5
export const DATETIME = 6
export const LOCAL_DATETIME = 7

const LONGEST = 40 // bytes of anything but text
const EXACT_DIGITS = 15 // a fraction with no more is written as it was read

/** Judges one text after the other: the number of its kind, and what it counts as. */
export class Classifier {
  /** Of a number itself, of a date the seconds since some day: less is earlier. */
  value = 0

  /** The kind of the bytes from `from` to `to`, which are not none and have no white space around them. */
  kindOf(bytes: Uint8Array, from: number, to: number): number {
    const first = bytes[from] as number
    const length = to - from
    if (first === T || first === F) return isBoolean(bytes, from, length) ? BOOLEAN : TEXT_KIND
    if ((first !== MINUS && !isDigit(first)) || length > LONGEST) return TEXT_KIND
    if (length >= 10 && bytes[from + 4] === MINUS) return this.#date(bytes, from, length)
    return this.#number(bytes, from, to)
  }

  #number(bytes: Uint8Array, from: number, to: number): number {
    const isNegative = bytes[from] === MINUS
    const start = isNegative ? from + 1 : from
    if (start === to) return TEXT_KIND
    if (bytes[start] === ZERO && to > start + 1 && bytes[start + 1] !== POINT) return TEXT_KIND
    let mantissa = 0
    let point = 0
    let at = start
    for (; at < to; at++) {
      const code = bytes[at] as number
      if (isDigit(code)) mantissa = mantissa * 10 + (code - ZERO)
      else if (code === POINT && point === 0 && at > start) point = at
      else return TEXT_KIND
    }
    if (point === 0) {
      if (mantissa > Number.MAX_SAFE_INTEGER || (isNegative && mantissa === 0)) return TEXT_KIND
      this.value = isNegative ? -mantissa : mantissa
      return INTEGER
    }
    if (point === to - 1) return TEXT_KIND
    const isShort = to - start - 1 <= EXACT_DIGITS
    const hasSmall = bytes[start] === ZERO && bytes[point + 1] === ZERO // might be written as 1e-7
    if (isShort && !hasSmall) {
      const value = mantissa / 10 ** (to - point - 1)
      this.value = isNegative ? -value : value
      return bytes[to - 1] === ZERO ? DECIMAL : NUMBER
    }
    const text = ascii(bytes, from, to)
    this.value = Number(text)
    return String(this.value) === text ? NUMBER : DECIMAL
  }

  /** `2024-02-29`, then perhaps `T12:30:00.5` and a time zone. */
  #date(bytes: Uint8Array, from: number, length: number): number {
    if (bytes[from + 7] !== MINUS) return TEXT_KIND
    const year = two(bytes, from) * 100 + two(bytes, from + 2)
    const month = two(bytes, from + 5)
    const day = two(bytes, from + 8)
    if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysOf(month, year))) return TEXT_KIND
    const days = year * 372 + month * 31 + day
    this.value = days * 86_400
    if (length === 10) return DATE
    if (length < 19 || bytes[from + 10] !== UPPER_T) return TEXT_KIND
    if (bytes[from + 13] !== COLON || bytes[from + 16] !== COLON) return TEXT_KIND
    const hours = two(bytes, from + 11)
    const minutes = two(bytes, from + 14)
    const seconds = two(bytes, from + 17)
    if (!(hours < 24 && minutes < 60 && seconds < 60)) return TEXT_KIND
    this.value += hours * 3600 + minutes * 60 + seconds
    return this.#fractionAndZone(bytes, from + 19, from + length)
  }

  #fractionAndZone(bytes: Uint8Array, from: number, to: number): number {
    let at = from
    if (bytes[at] === POINT && at < to) {
      let unit = 1
      for (at++; at < to && isDigit(bytes[at] as number); at++) {
        unit /= 10
        this.value += unit * ((bytes[at] as number) - ZERO)
      }
      if (unit === 1) return TEXT_KIND
    }
    if (at === to) return LOCAL_DATETIME
    if (bytes[at] === UPPER_Z) return at + 1 === to ? DATETIME : TEXT_KIND
    const sign = bytes[at] === PLUS ? 1 : bytes[at] === MINUS ? -1 : 0
    if (sign === 0 || to - at !== 6 || bytes[at + 3] !== COLON) return TEXT_KIND
    const hours = two(bytes, at + 1)
    const minutes = two(bytes, at + 4)
    if (!(hours < 24 && minutes < 60)) return TEXT_KIND
    this.value -= sign * (hours * 3600 + minutes * 60)
    return DATETIME
  }
}

const ZERO = 0x30
const MINUS = 0x2d
const PLUS = 0x2b
const POINT = 0x2e
const COLON = 0x3a
const T = 0x74
const F = 0x66
const TRUE = [0x74, 0x72, 0x75, 0x65]
const FALSE = [0x66, 0x61, 0x6c, 0x73, 0x65]
const UPPER_T = 0x54
const UPPER_Z = 0x5a

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9
}

/** The number of two digits, or NaN. */
function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] as number
  const ones = bytes[at + 1] as number
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN
}

function daysOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function isBoolean(bytes: Uint8Array, from: number, length: number): boolean {
  const word = bytes[from] === T ? TRUE : FALSE
  return length === word.length && word.every((code, i) => bytes[from + i] === code)
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] as number)
  return text
}
