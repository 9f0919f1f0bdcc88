// Provides the reading of markup: a text, a place in it, and what must or may stand there.

import { isCharacter, isLonger, isSpace, nameEnd, tokenEnd } from './characters.ts'
import { DoctypeFault } from './doctype.ts'

export interface ReaderOptions {
  /** Colons only divide prefixes from local names. */
  namespaces: boolean
  limits: { name: number }
}

/** For texts whose names were looked at when they were declared. */
export const ANY_NAMES: ReaderOptions = {
  namespaces: false,
  limits: { name: Number.POSITIVE_INFINITY },
}

/** What a reference stands for: a character, or the entity of that name. */
export type Reference = { character: string; name?: never } | { name: string; character?: never }

const QUOTES = ['"', "'"] as const
export type Quote = (typeof QUOTES)[number]

export class Reader {
  at = 0
  readonly text: string
  readonly #options: ReaderOptions
  /** The fact when the text ends where something was expected. */
  readonly ending: (expected: string) => string
  readonly #placeOf: (at: number) => number

  /**
   * @param ending the fact when the text ends where something was expected.
   * @param placeOf where faults are said to be, if not where they are in the text.
   */
  constructor(
    text: string,
    options: ReaderOptions,
    ending: (expected: string) => string,
    placeOf: (at: number) => number = (at) => at,
  ) {
    this.text = text
    this.#options = options
    this.ending = ending
    this.#placeOf = placeOf
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  isAt(character: string): boolean {
    return this.text[this.at] === character
  }

  /** Where something at `at` is in the document. */
  placeOf(at: number): number {
    return this.#placeOf(at)
  }

  fault(fact: string, at: number = this.at, isLimit = false): DoctypeFault {
    return new DoctypeFault(fact, this.placeOf(at), isLimit)
  }

  fail(expected: string, at: number = this.at): never {
    const code = this.text.codePointAt(at)
    if (code === undefined) throw this.fault(this.ending(expected), at)
    throw this.fault(`expected ${expected}, found ${quoted(String.fromCodePoint(code))}`, at)
  }

  /** Passes the word if it is here. */
  take(word: string): boolean {
    const isHere = this.text.startsWith(word, this.at)
    if (isHere) this.at += word.length
    return isHere
  }

  need(word: string): void {
    this.oneOf([word])
  }

  /** Passes the first of the words that is here; one that begins another comes after it. */
  oneOf<Word extends string>(words: readonly Word[], expected: string = anyOf(words)): Word {
    let matched = 0
    for (const word of words) {
      let length = 0
      while (length < word.length && this.text[this.at + length] === word[length]) length++
      if (length === word.length) {
        this.at += length
        return word
      }
      matched = Math.max(matched, length)
      if (this.at + matched === this.text.length) break // it may be this one, cut in two
    }
    this.fail(expected ?? anyOf(words), this.at + matched)
  }

  skipSpace(): boolean {
    const start = this.at
    while (isSpace(this.text.charCodeAt(this.at))) this.at++
    return this.at > start
  }

  needSpace(): void {
    if (!this.skipSpace()) this.fail('white space')
  }

  /** Passes the text up to what the pattern, which is global, finds; all of it if that is nothing. */
  until(stop: RegExp): string {
    const start = this.at
    stop.lastIndex = start
    this.at = stop.exec(this.text)?.index ?? this.text.length
    return this.text.slice(start, this.at)
  }

  /** Passes a quote, and answers with it. */
  quote(expected: string): Quote {
    return this.oneOf(QUOTES, expected)
  }

  /** A name that may have a prefix: of an element or an attribute. */
  qualifiedName(expected: string): string {
    return this.#name(expected, true)
  }

  /** A name without a prefix: of an entity, a notation or an instruction. */
  simpleName(expected: string): string {
    return this.#name(expected, false)
  }

  /** Characters of a name, in any order. */
  token(expected: string): string {
    return this.#pass(tokenEnd(this.text, this.at), expected)
  }

  /** What begins with `&`. */
  reference(): Reference {
    const start = this.at
    this.need('&')
    if (this.take('#')) return { character: this.#character(start) }
    const name = this.simpleName('the name of an entity')
    this.need(';')
    return { name }
  }

  #name(expected: string, mayHavePrefix: boolean): string {
    const start = this.at
    const name = this.#pass(nameEnd(this.text, start), expected)
    const colon = this.#options.namespaces ? strayColon(name, mayHavePrefix) : -1
    if (colon >= 0) throw this.fault(`colon not allowed: ${quoted(name)}`, start + colon)
    return name
  }

  #pass(end: number, expected: string): string {
    const token = this.text.slice(this.at, end)
    const { name: limit } = this.#options.limits
    if (isLonger(token, limit)) {
      throw this.fault(`name longer than ${limit} bytes: raise --max-name`, this.at, true)
    }
    // no markup ends with a name: it may be cut in two
    if (token === '' || end === this.text.length) this.fail(expected, end)
    this.at = end
    return token
  }

  /** The character of `65;` or `x41;`; the reference began at `start`. */
  #character(start: number): string {
    const base = this.take('x') ? 16 : 10
    let code = 0
    for (let digit = this.#digit(base); digit >= 0; digit = this.#digit(base)) {
      code = Math.min(code * base + digit, 0x110000)
      this.at++
    }
    this.need(';')
    if (isCharacter(code)) return String.fromCodePoint(code)
    const reference = this.text.slice(start, this.at)
    throw this.fault(`character reference not allowed: ${quoted(reference)}`, start)
  }

  #digit(base: number): number {
    const character = this.text[this.at] ?? ''
    return base === 16
      ? '0123456789abcdef'.indexOf(character.toLowerCase() || ' ')
      : '0123456789'.indexOf(character || ' ')
  }
}

/** The fact when the text of a parameter entity ends where something was expected. */
export function endingOf(parameter: string): (expected: string) => string {
  return (expected) => `expected ${expected}, found the end of "%${parameter};"`
}

export function selfReference(parameter: string): string {
  return `parameter entity refers to itself: "%${parameter};"`
}

export function quoted(text: string): string {
  return JSON.stringify(text)
}

/** The words as `"a", "b" or "c"`. */
function anyOf(words: readonly string[]): string {
  const [last, ...others] = words.map(quoted).reverse()
  return others.length > 0 ? `${others.reverse().join(', ')} or ${last}` : `${last}`
}

/** Where a colon is that divides no prefix from a local name, or -1. */
function strayColon(name: string, mayHavePrefix: boolean): number {
  const colon = name.indexOf(':')
  if (colon <= 0 || !mayHavePrefix) return colon
  const isDivider = nameEnd(name, colon + 1) > colon + 1
  return isDivider ? name.indexOf(':', colon + 1) : colon
}
