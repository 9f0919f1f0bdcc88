// Estimates in how many ways the engine of JavaScript may try to match a regular expression, at worst.
//
// It tries one way after the other. What repeats may end at each of its characters, so two repeats are tried in
// n × n ways on n characters, and a repeat within a repeat in 2ⁿ.

import { parseRegex, type RegexNode } from './regex-tree.ts'

/** `factor` × nᵈᵉᵍʳᵉᵉ × baseⁿ ways on n characters, on which the engine walks over n to the power of `walk`. */
interface Effort {
  factor: number
  degree: number
  walk: number
  base: number
}

/** What follows a node; nothing is known of it where it is undefined. */
type Next = RegexNode | 'end' | undefined

const ONE: Effort = { factor: 1, degree: 0, walk: 0, base: 1 }
const MOST_TIMES = 8

/** The length of text up to which no more than so many ways are tried. */
export function longestWithin(source: string, most: number): number {
  const ways = parseRegex(source)
  const { factor, walk, base } = ofWays(ways, 'end')
  const isAnchored = ways.every(([first]) => first?.type === 'edge' && first.source === '^')
  const power = walk + (isAnchored ? 0 : 1) // that from each character on
  const spread = factor ** 1.25 // a way takes longer where there are many
  if (base > 1) return Math.floor(Math.log(most) / Math.log(base) / (1 + power / 8))
  return power <= 1 ? most / spread : Math.floor((most / spread) ** (1 / power))
}

function ofWays(ways: RegexNode[][], next: Next): Effort {
  const efforts = ways.map((row) => ofRow(row, next))
  const sum = isDecidedByFirst(ways) ? Math.max : (a: number, b: number) => a + b
  return efforts.reduce((a, b) => ({
    factor: sum(a.factor, b.factor),
    degree: Math.max(a.degree, b.degree),
    walk: Math.max(a.walk, b.walk),
    base: Math.max(a.base, b.base),
  }))
}

/** Whether the ways begin with different characters, so that the first character leaves only one. */
function isDecidedByFirst(ways: RegexNode[][]): boolean {
  const first = ways.map(([node]) => (node && isCharacter(node) ? node.source : undefined))
  return !first.includes(undefined) && new Set(first).size === first.length
}

function ofRow(row: RegexNode[], next: Next): Effort {
  const nodes = flat(row)
  return nodes
    .map((node, i) => ofNode(node, i + 1 < nodes.length ? nodes[i + 1] : next))
    .reduce(
      (a, b) => ({
        factor: a.factor * b.factor,
        degree: a.degree + b.degree,
        walk: Math.max(a.walk, a.degree + b.walk),
        base: a.base * b.base,
      }),
      ONE,
    )
}

/** Groups that neither repeat nor choose are what is in them. */
function flat(row: RegexNode[]): RegexNode[] {
  return row.flatMap((node) => {
    const [only, ...others] = node.type === 'choice' ? node.ways : []
    return only && others.length === 0 ? flat(only) : [node]
  })
}

function ofNode(node: RegexNode, next: Next): Effort {
  if (node.type === 'choice') return ofWays(node.ways, next)
  if (node.type === 'beyond') {
    const within = node.ways.length > 0 ? ofWays(node.ways, undefined) : ONE
    return { ...within, degree: within.degree + 1, walk: within.walk + 1 }
  }
  if (node.type !== 'repeat') return ONE
  const { least, most } = node
  const inner = ofRow([node.node], undefined)
  const isPlain = inner.factor === 1 && inner.degree === 0 && inner.base === 1
  if (isPlain) {
    const isEndless = most === Number.POSITIVE_INFINITY
    // what ends where all ends has not failed
    if (least === most || endsAt(node.node, next)) {
      return isEndless && next !== 'end' ? { ...ONE, walk: 1 } : ONE
    }
    return isEndless ? { ...ONE, degree: 1, walk: 1 } : { ...ONE, factor: most - least + 1 }
  }
  if (most === 1) return { ...inner, factor: inner.factor + 1 }
  if (most <= MOST_TIMES) {
    const degree = inner.degree * most
    return { ...inner, factor: inner.factor ** most + 1, degree, walk: degree + inner.walk }
  }
  return { ...inner, base: inner.base + inner.factor + inner.degree }
}

/** Whether what repeats can end at one place only: before a character that it has not, or with nothing to follow. */
function endsAt(node: RegexNode, next: Next): boolean {
  if (node.type !== 'set') return false
  if (next === 'end' || (next?.type === 'edge' && next.source === '$')) return true
  if (!next || !isCharacter(next)) return false
  return !new RegExp(`^${node.source}$`, 'u').test(next.source.slice(-1))
}

function isCharacter(node: RegexNode): node is RegexNode & { type: 'set' } {
  return node.type === 'set' && /^(?:[^\\.[]|\\[^\w])$/u.test(node.source)
}
