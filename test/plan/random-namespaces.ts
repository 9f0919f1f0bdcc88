// Provides random documents in which namespaces are declared anywhere: again, otherwise, or no more.

import fc from 'fast-check'

const PREFIX = fc.constantFrom('', '', 'p', 'q')
const LOCAL = fc.constantFrom('a', 'a', 'b')
const DECLARATIONS = fc.oneof(
  { weight: 3, arbitrary: fc.constant<[string, string][]>([]) },
  {
    weight: 2,
    arbitrary: fc.uniqueArray(
      fc
        .tuple(PREFIX, fc.constantFrom('u', 'u', 'v', ''))
        .map(([prefix, uri]): [string, string] => [prefix, prefix && uri === '' ? 'w' : uri]),
      { maxLength: 2, selector: ([prefix]) => prefix },
    ),
  },
)

interface Tree {
  prefix: string
  local: string
  declared: [string, string][]
  attributes: [prefix: string, local: string][]
  content: (Tree | string)[]
}

const { tree: TREE } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    prefix: PREFIX,
    local: LOCAL,
    declared: DECLARATIONS,
    attributes: fc.array(fc.tuple(PREFIX, LOCAL), { maxLength: 2 }),
    content: fc.oneof(
      { maxDepth: 4 },
      fc.constant([]),
      fc.array(fc.oneof(tie('tree'), tie('tree'), fc.constantFrom('x', ' ')), { maxLength: 4 }),
    ) as fc.Arbitrary<(Tree | string)[]>,
  }),
}))

export const NAMESPACES: fc.Arbitrary<string> = TREE.map((tree) => written(tree, new Map()))

/** A prefix that is not declared is left out, and so is an attribute that is there already. */
function written(tree: Tree, outer: ReadonlyMap<string, string>): string {
  const scope = new Map([...outer, ...tree.declared])
  const named = (prefix: string, local: string) =>
    prefix !== '' && scope.has(prefix) ? `${prefix}:${local}` : local
  const name = named(tree.prefix, tree.local)
  const declared = tree.declared.map(([prefix, uri]) => ` xmlns${prefix && `:${prefix}`}="${uri}"`)
  const attributes = new Map<string, string>()
  for (const [prefix, local] of tree.attributes) {
    const attribute = named(prefix, local)
    const uri = attribute === local ? '' : scope.get(prefix)
    const key = `{${uri}}${local}`
    if (!attributes.has(key)) attributes.set(key, ` ${attribute}="1"`)
  }
  const content = tree.content.map((part) =>
    typeof part === 'string' ? part : written(part, scope),
  )
  const tag = `${name}${declared.join('')}${[...attributes.values()].join('')}`
  return `<${tag}>${content.join('')}</${name}>`
}
