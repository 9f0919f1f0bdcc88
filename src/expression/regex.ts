// Provides regular expressions, of JavaScript, that do not take much longer than the text is long.

import { UsageError } from '../core/errors.ts'
import { type LinearRegex, linearRegex, type Match, writtenAnew } from './linear-regex.ts'
import { longestWithin } from './regex-effort.ts'
import { parseRegex, repeatsNothing } from './regex-tree.ts'

const MOST_WAYS = 1e9 // to be tried for one text, about a second
const LONG = 1e6 // characters, as texts hardly are

export class Regex {
  readonly #source: string
  readonly #own: RegExp
  /** JavaScript's engine, the faster one, looks at texts up to that length. */
  readonly #longest: number
  #linear: LinearRegex | undefined | 'none'

  /** @throws UsageError when it cannot be understood. */
  constructor(source: string) {
    this.#source = source
    this.#own = ownRegex(source)
    this.#longest = longestWithin(source, MOST_WAYS)
  }

  /** Whether there are texts that it would not be done with this year. */
  get mayNeverEnd(): boolean {
    return this.#longest < LONG && writtenAnew(this.#source) === undefined
  }

  /** The same where it is replaced, and the place where a match ends matters. */
  get mayNeverReplace(): boolean {
    return this.mayNeverEnd || (this.#longest < LONG && this.#isVague)
  }

  get #isVague(): boolean {
    return repeatsNothing(parseRegex(this.#source))
  }

  /** Whether it matches anywhere in a text. */
  test(text: string): boolean {
    const linear = text.length > this.#longest ? this.#findLinear() : undefined
    return linear ? linear.test(text) : this.#own.test(text)
  }

  /** The text with something else wherever it matches; `$1` in it is the first group, as in JavaScript. */
  replace(text: string, by: string): string {
    const linear = text.length > this.#longest && !this.#isVague ? this.#findLinear() : undefined
    if (!linear) return text.replace(new RegExp(this.#own, 'gu'), by)
    let made = ''
    let end = 0
    for (const match of linear.matches(text)) {
      made += text.slice(end, match.from) + filled(by, match, text, linear.names)
      end = match.to
    }
    return made + text.slice(end)
  }

  #findLinear(): LinearRegex | undefined {
    this.#linear ??= linearRegex(this.#source) ?? 'none'
    return this.#linear === 'none' ? undefined : this.#linear
  }
}

/** @throws UsageError when it cannot be understood. */
function ownRegex(source: string): RegExp {
  try {
    return new RegExp(source, 'u')
  } catch (error) {
    const reason = String(error).replace(/^.*:\s*/, '')
    throw new UsageError(`regular expression ${JSON.stringify(source)}: ${reason.toLowerCase()}`)
  }
}

/** What a replacement says of a match. */
function filled(by: string, match: Match, text: string, names: (string | undefined)[]): string {
  const { from, to, groups } = match
  const isNamed = names.some((name) => name !== undefined)
  return by.replace(/\$(?:[$&`']|\d\d?|<([^>]*)>)/g, (sign, name?: string) => {
    if (name !== undefined) return isNamed ? (groups[names.indexOf(name) + 1 || -1] ?? '') : sign
    if (sign === '$$') return '$'
    if (sign === '$&') return text.slice(from, to)
    if (sign === '$`') return text.slice(0, from)
    if (sign === "$'") return text.slice(to)
    const digits = sign.slice(1)
    for (const length of [2, 1]) {
      const number = Number(digits.slice(0, length))
      const isGroup = length <= digits.length && number > 0 && number < groups.length
      if (isGroup) return (groups[number] ?? '') + digits.slice(length)
    }
    return sign
  })
}
