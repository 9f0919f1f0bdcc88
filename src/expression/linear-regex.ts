// Searches with a regular expression in a time that grows as the text does, with the package re2js.
//
// What is written for JavaScript, with its flag `u`, is written anew for it. It knows no look around and no \1.

import type * as Package from 're2js'
import { parseRegex, type RegexNode } from './regex-tree.ts'

export interface LinearRegex {
  test(text: string): boolean
  /** What the groups are called, from the first. */
  readonly names: (string | undefined)[]
  /** Each match, with its groups, in the order of the text. */
  matches(text: string): Iterable<Match>
}

export interface Match {
  from: number
  to: number
  /** The whole, then each group; undefined for one that took no part. */
  groups: (string | undefined)[]
}

/** Undefined for one that this engine cannot run. */
export function linearRegex(source: string): LinearRegex | undefined {
  const written = writtenAnew(source)
  if (written === undefined) return undefined
  // loaded when a text needs it, in the middle of a record: nothing can be waited for there
  const { createRequire } = process.getBuiltinModule('node:module')
  const { RE2JS } = createRequire(import.meta.url)('re2js') as typeof Package
  let regex: Package.RE2JS
  try {
    regex = RE2JS.compile(written)
  } catch {
    return undefined // it is larger than it allows
  }
  return {
    names: parseRegex(source).flatMap((row) => row.flatMap(namesIn)),
    test: (text) => regex.test(text),
    *matches(text) {
      const matcher = regex.matcher(text)
      while (matcher.find()) {
        const groups = Array.from(
          { length: matcher.groupCount() + 1 },
          (_, i) => matcher.group(i) ?? undefined,
        )
        yield { from: matcher.start(), to: matcher.end(), groups }
      }
    },
  }
}

/** The expression as the other engine reads it, if it can be written for it. */
export function writtenAnew(source: string): string | undefined {
  try {
    return waysIn(parseRegex(source))
  } catch (error) {
    if (error instanceof Inexpressible) return undefined
    throw error
  }
}

function namesIn(node: RegexNode): (string | undefined)[] {
  if (node.type === 'repeat') return namesIn(node.node)
  if (node.type !== 'choice') return []
  const inner = node.ways.flatMap((row) => row.flatMap(namesIn))
  return node.isCapture ? [node.name, ...inner] : inner
}

class Inexpressible extends Error {}

const MOST_TIMES = 1000 // that it repeats what is counted

function waysIn(ways: RegexNode[][]): string {
  return ways.map((row) => row.map(nodeIn).join('')).join('|')
}

function nodeIn(node: RegexNode): string {
  switch (node.type) {
    case 'edge':
      return EDGES[node.source] ?? node.source
    case 'set':
      return setIn(node.source)
    case 'choice':
      return `${node.isCapture ? '(' : '(?:'}${waysIn(node.ways)})`
    case 'repeat': {
      const counts = [node.least, node.most].filter(Number.isFinite)
      if (counts.some((count) => count > MOST_TIMES)) throw new Inexpressible()
      return `(?:${nodeIn(node.node)})${node.source}`
    }
    case 'beyond':
      throw new Inexpressible()
  }
}

const EDGES: Record<string, string> = { '^': '\\A', $: '\\z' }

// JavaScript has white space and line ends beyond ASCII
const SPACE = String.raw`\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`
const NO_SPACE = String.raw`\x{0}-\x{8}\x{e}-\x{1f}!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`
const ANY = String.raw`[\x{0}-\x{10ffff}]`

function setIn(source: string): string {
  if (source === '.') return String.raw`[^\n\r\x{2028}\x{2029}]`
  if (source === '[^]') return ANY
  if (source === '[]') throw new Inexpressible()
  if (!source.startsWith('['))
    return source.startsWith('\\') ? `[${escapeIn(source)}]` : hex(source)
  const isNot = source.startsWith('[^')
  const members = source.slice(isNot ? 2 : 1, -1).match(MEMBER) ?? []
  const written = members.map((member, i) => {
    if (member.startsWith('\\')) return escapeIn(member)
    const isRange = member === '-' && i > 0 && i < members.length - 1
    return isRange ? '-' : hex(member)
  })
  return `[${isNot ? '^' : ''}${written.join('')}]`
}

const MEMBER =
  /\\(?:[pP]\{[^}]*\}|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[a-zA-Z]|[\s\S])|[\s\S]/gu

function escapeIn(sign: string): string {
  const kind = sign.charAt(1)
  if (kind === 's') return SPACE
  if (kind === 'S') return NO_SPACE
  if ('dDwW'.includes(kind)) return sign
  if ('pP'.includes(kind)) {
    // the general categories, by their short names
    if (!/^\\[pP]\{[CLMNPSZ][a-z]?\}$/.test(sign)) throw new Inexpressible()
    return sign
  }
  if (kind === 'c') return hex(String.fromCharCode(sign.charCodeAt(2) % 32))
  const control = 'b\bt\tn\nv\vf\fr\r0\0'
  const at = control.indexOf(kind)
  if (at >= 0 && at % 2 === 0) return hex(control.charAt(at + 1))
  if ('xu'.includes(kind)) return hex(JSON.parse(`"${jsonOf(sign)}"`) as string)
  return hex(sign.slice(1))
}

function jsonOf(sign: string): string {
  const [, code] = /^\\(?:x|u\{)([\da-fA-F]+)\}?$/.exec(sign) ?? []
  if (code === undefined) return sign
  return JSON.stringify(String.fromCodePoint(Number.parseInt(code, 16))).slice(1, -1)
}

function hex(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code >= 0xd800 && code < 0xe000) throw new Inexpressible() // half of a character
  return `\\x{${code.toString(16)}}`
}
