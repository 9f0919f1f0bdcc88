// Turns a record pattern (`bus`, `/buses/bus`, `//page/revision`, `article|book`, `{uri}item`) into data.

import { UsageError } from '../core/errors.ts'
import type { Name } from './tape.ts'

/** One element of the way to a record: a child, or any descendant, with one of these names. */
export interface Step {
  isDescendant: boolean
  tests: NameTest[]
}

/** `prefix:local` as written, `{uri}local` exactly, or `local` in any namespace; `*` is any name. */
export interface NameTest {
  local: string
  prefix?: string
  uri?: string
}

/** Alternatives, each a way from the root of the document. */
export type Pattern = Step[][]

/** Every child of the root. */
export const EVERY_CHILD = '/*/*'

/** Every root, in a row of documents. */
export const EVERY_ROOT = '/*'

/** The records if no pattern is given. */
export function everyRecord(fragments = false): string {
  return fragments ? EVERY_ROOT : EVERY_CHILD
}

/** Whether all records of a pattern are at most so many levels deep, the root being the first. */
export function areAtMost(levels: number, pattern: Pattern): boolean {
  return pattern.every((way) => {
    return way.length <= levels && !way.some(({ isDescendant }) => isDescendant)
  })
}

/** @throws UsageError with the column of what cannot be understood. */
export function parsePattern(text: string): Pattern {
  const ways: Pattern = []
  const anywhere: NameTest[] = [] // `a|b|c` is one step with three names
  let at = 0

  const fail = (expected: string): never => {
    const found = at < text.length ? JSON.stringify(text.slice(at, at + 1)) : 'the end'
    throw new UsageError(
      `record pattern ${JSON.stringify(text)}, column ${at + 1}: expected ${expected}, found ${found}`,
    )
  }
  const nameTest = (): NameTest => {
    const found = NAME_TEST.exec(text.slice(at))
    const { uri, prefix, local } = found?.groups ?? {}
    if (found === null || local === undefined) return fail('the name of an element')
    at += found[0].length
    return { local, ...(prefix !== undefined && { prefix }), ...(uri !== undefined && { uri }) }
  }
  const slashes = (): string => {
    const found = /^\/{0,2}/.exec(text.slice(at))?.[0] ?? ''
    at += found.length
    return found
  }

  const skipSpace = (): void => {
    while (/\s/.test(text.charAt(at))) at++
  }
  const isNext = (separator: string): boolean => {
    const found = text.charAt(at) === separator
    if (found) at++
    return found
  }

  do {
    const way: Step[] = []
    skipSpace()
    let slash = slashes() || '//' // a way that starts with a name starts anywhere
    do {
      way.push({ isDescendant: slash === '//', tests: [nameTest()] })
      slash = slashes()
    } while (slash)
    skipSpace()
    const [first] = way
    if (way.length === 1 && first?.isDescendant) anywhere.push(...first.tests)
    else ways.push(way)
  } while (isNext('|'))
  if (at < text.length) fail('"/", "|" or the end')

  return anywhere.length > 0 ? [[{ isDescendant: true, tests: anywhere }], ...ways] : ways
}

export function matches(test: NameTest, name: Name): boolean {
  if (test.local !== '*' && test.local !== name.local) return false
  if (test.uri !== undefined) return test.uri === name.uri
  if (test.prefix === undefined) return true
  return name.qualified.startsWith(`${test.prefix}:`)
}

const NAME_TEST =
  /^(?:\{(?<uri>[^{}]*)\}|(?<prefix>[^\s/|*:{}[\]()@'"=<>&]+):)?(?<local>\*|[^\s/|*:{}[\]()@'"=<>&]+)/
