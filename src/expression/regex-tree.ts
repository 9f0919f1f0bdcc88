// Turns a regular expression that JavaScript accepts with the flag `u` into a tree.

export type RegexNode =
  /** One character of a set, as it is written: `a`, `.`, `\d`, `[^x]`. */
  | { type: 'set'; source: string }
  /** `^`, `$`, `\b`, `\B` */
  | { type: 'edge'; source: string }
  | { type: 'choice'; ways: RegexNode[][]; isCapture: boolean; name?: string }
  | { type: 'repeat'; node: RegexNode; least: number; most: number; source: string }
  /** What only JavaScript's engine runs: a look around, `\1`, and what is not known here. */
  | { type: 'beyond'; ways: RegexNode[][] }

// (?<name>  (?:  (?=  \k<name>  \p{L}  \u{1f600}  \x41  \cA  \d  [^…]  {2,3}?  +?  |  a
const TOKEN =
  /\(\?(?:<[^=!>][^>]*>|<[=!]|[^:]*?[:=!])|\\(?:k<[^>]*>|[pP]\{[^}]*\}|u\{[^}]*\}|ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|[1-9]\d*|.)|\[(?:\\.|[^\]\\])*\]|\{\d+(?:,\d*)?\}\??|[*+?]\??|./gisu

/** The ways to match, of which the first that fits counts; each is a row of nodes. */
export function parseRegex(source: string): RegexNode[][] {
  const tokens = source.match(TOKEN) ?? []
  let at = 0

  function ways(): RegexNode[][] {
    const found: RegexNode[][] = [[]]
    for (; at < tokens.length && tokens[at] !== ')'; ) {
      const token = tokens[at++] as string
      if (token === '|') found.push([])
      else found.at(-1)?.push(repeated(nodeOf(token)))
    }
    at++
    return found
  }

  function nodeOf(token: string): RegexNode {
    const [, name] = /^\(\?<([^=!].*)>$/s.exec(token) ?? []
    if (token === '(' || token === '(?:' || name !== undefined) {
      const isCapture = token !== '(?:'
      return { type: 'choice', ways: ways(), isCapture, ...(name !== undefined && { name }) }
    }
    if (token.startsWith('(')) return { type: 'beyond', ways: ways() }
    if (/^\\[k1-9]/.test(token)) return { type: 'beyond', ways: [] }
    return { type: /^(?:[$^]|\\b)$/i.test(token) ? 'edge' : 'set', source: token }
  }

  function repeated(node: RegexNode): RegexNode {
    const source = tokens[at] ?? ''
    const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}/.exec(source) ?? []
    if (least === undefined && !/^[*+?]/.test(source)) return node
    at++
    const { POSITIVE_INFINITY } = Number
    if (least === undefined) {
      const most = source.startsWith('?') ? 1 : POSITIVE_INFINITY
      return { type: 'repeat', node, least: source.startsWith('+') ? 1 : 0, most, source }
    }
    const end = comma === '' ? Number(least) : most === '' ? POSITIVE_INFINITY : Number(most)
    return { type: 'repeat', node, least: Number(least), most: end, source }
  }

  return ways()
}

/** Whether something repeats that may match nothing: engines differ in when they stop there. */
export function repeatsNothing(ways: RegexNode[][]): boolean {
  return ways.some((row) =>
    row.some((node) => {
      if (node.type === 'repeat') return mayBeNothing(node.node) || repeatsNothing([[node.node]])
      return 'ways' in node && repeatsNothing(node.ways)
    }),
  )
}

function mayBeNothing(node: RegexNode): boolean {
  if (node.type === 'set') return false
  if (node.type === 'repeat') return node.least === 0 || mayBeNothing(node.node)
  return !('ways' in node) || node.ways.some((row) => row.every(mayBeNothing))
}
