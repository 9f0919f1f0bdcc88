import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { parsePattern } from '../../src/engine/pattern.ts'
import { Selector } from '../../src/engine/selector.ts'
import type { Name } from '../../src/engine/tape.ts'
import { naiveMatch } from './naive-match.ts'

interface Element {
  name: Name
  children: Element[]
}

const NAMES: Name[] = [
  { qualified: 'a', local: 'a', uri: '' },
  { qualified: 'b', local: 'b', uri: '' },
  { qualified: 'c', local: 'c', uri: '' },
  { qualified: 'a', local: 'a', uri: 'u' },
  { qualified: 'p:a', local: 'a', uri: 'u' },
  { qualified: 'p:b', local: 'b', uri: 'v' },
]

describe('a selector', () => {
  it.each([
    ['b', ['/a/b', '/a/c/b', '/a/c/b/b']],
    ['/a', ['/a']],
    ['/b', []],
    ['/a/b', ['/a/b']],
    ['a/b', ['/a/b']],
    ['c/b', ['/a/c/b']],
    ['a//b', ['/a/b', '/a/c/b', '/a/c/b/b']],
    ['b//b', ['/a/c/b/b']],
    ['/*/*', ['/a/b', '/a/c']],
    ['*', ['/a', '/a/b', '/a/c', '/a/c/b', '/a/c/b/b']],
    ['/*/c|b/b', ['/a/c', '/a/c/b/b']],
  ])('finds what %s means', (pattern, expected) => {
    const b = { name: NAMES[1]!, children: [] }
    const c = { name: NAMES[2]!, children: [{ name: NAMES[1]!, children: [b] }] }
    const root = { name: NAMES[0]!, children: [b, c] }
    expect(selected(pattern, root)).toEqual(expected)
  })

  it('walks on after it has left an element', () => {
    const b = { name: NAMES[1]!, children: [] }
    const a = { name: NAMES[0]!, children: [b] }
    const root = { name: NAMES[2]!, children: [a, a, b, a] }
    expect(selected('/c/a/b', root)).toEqual(['/c/a/b', '/c/a/b', '/c/a/b'])
  })

  it('agrees with a search for every way through every tree', () => {
    const name = fc.constantFrom(...NAMES)
    const leaf: fc.Arbitrary<Element> = fc.record({ name, children: fc.constant([]) })
    const { element } = fc.letrec<{ element: Element }>((tie) => {
      const children = fc.array(tie('element'), { maxLength: 3 })
      const node: fc.Arbitrary<Element> = fc.record({ name, children })
      return { element: fc.oneof({ maxDepth: 5 }, leaf, node) }
    })
    const root = fc.record({ name, children: fc.array(element, { minLength: 1, maxLength: 3 }) })
    const test = fc.constantFrom('a', 'b', 'c', '*', 'p:a', 'p:*', '{u}a', '{}a', '{u}*')
    const steps = fc.array(fc.tuple(fc.constantFrom('/', '//'), test), {
      minLength: 1,
      maxLength: 4,
    })
    const ways = fc.array(steps, { minLength: 1, maxLength: 3 })
    const pattern = ways.map((ways) => ways.map((way) => way.flat().join('')).join('|'))
    fc.assert(
      fc.property(pattern, root, (pattern, root) => {
        expect(selected(pattern, root)).toEqual(searched(pattern, root))
      }),
      { numRuns: 500 },
    )
  })

  it('takes 30 steps and refuses more', () => {
    const steps = (count: number) => '/a'.repeat(count)
    let root: Element = { name: NAMES[0]!, children: [] }
    for (let depth = 1; depth < 30; depth++) root = { name: NAMES[0]!, children: [root] }
    expect(selected(steps(30), root)).toEqual([steps(30)])
    expect(selected(`//a${steps(29)}`, root)).toEqual([steps(30)])
    expect(() => new Selector(parsePattern(steps(31)))).toThrow(UsageError)
    expect(() => new Selector(parsePattern('/a|'.repeat(15).concat('/a')))).toThrow(UsageError)
  })
})

function selected(pattern: string, root: Element): string[] {
  const selector = new Selector(parsePattern(pattern))
  const found: string[] = []
  const walk = ({ name, children }: Element, path: string) => {
    const here = `${path}/${name.qualified}`
    if (selector.enter(NAMES.indexOf(name), name)) found.push(here)
    for (const child of children) walk(child, here)
    selector.leave()
  }
  walk(root, '')
  return found
}

/** The same, by a search that starts anew for every element. */
function searched(pattern: string, root: Element): string[] {
  const found: string[] = []
  const walk = (element: Element, above: Name[]) => {
    const path = [...above, element.name]
    if (naiveMatch(pattern, path)) found.push(path.map((name) => `/${name.qualified}`).join(''))
    for (const child of element.children) walk(child, path)
  }
  walk(root, [])
  return found
}
