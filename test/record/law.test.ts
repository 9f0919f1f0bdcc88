// The law: a streamed record equals the same element converted by a whole-document parse.

import { readFileSync } from 'node:fs'
import { DOMParser, type Element, type Node } from '@xmldom/xmldom'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coroutine, type Receiver } from '../../src/core/coroutine.ts'
import type { CreateEngine } from '../../src/engine/engine.ts'
import { parsePattern } from '../../src/engine/pattern.ts'
import type { Name } from '../../src/engine/tape.ts'
import { collect } from '../../src/mapping/collect.ts'
import type { Value } from '../../src/record/record.ts'
import { ENGINES } from '../engine/every-cut.ts'
import { naiveMatch } from '../engine/naive-match.ts'
import { DOCUMENT, SIZES } from './random-xml.ts'

describe.each(Object.entries(ENGINES))('records from the %s engine', (_, engine) => {
  it('equal the same elements of a whole-document parse', () => {
    let records = 0
    const law = (document: string, pattern: string, sizes: number[]) => {
      const expected = converted(document, pattern)
      expect(streamed(engine, Buffer.from(document), pattern, sizes)).toEqual(expected)
      records += expected.length
    }
    fc.assert(fc.property(DOCUMENT, PATTERN, SIZES, law), { numRuns: 1000 })
    expect(records).toBeGreaterThan(300) // or the law was hardly tried
  })

  it.each([
    ['bus', 863],
    ['/buses/bus', 863],
    ['/*/*', 863],
    ['/buses', 1],
    ['//finalStop|//route', 1726],
  ])('equal those of a whole-document parse of buses.xml for %s', (pattern, count) => {
    const bytes = readFileSync(new URL('../../fixtures/buses.xml', import.meta.url))
    const expected = converted(bytes.toString(), pattern)
    expect(expected.length).toBe(count)
    for (const sizes of [[bytes.length], [65_536], [997, 1, 2]]) {
      expect(streamed(engine, bytes, pattern, sizes)).toEqual(expected)
    }
  })
})

/** The lines of the records, streamed in chunks of these sizes, over and over. */
function streamed(
  createEngine: CreateEngine,
  bytes: Uint8Array,
  pattern: string,
  sizes: number[],
): string[] {
  const lines: string[] = []
  const write = coroutine(function* (): Receiver<Value> {
    while (true) lines.push(JSON.stringify(yield))
  })
  const report = { records: 0, seen: new Map<string, number>() }
  const engine = createEngine(collect({ pattern: parsePattern(pattern), report }, write()))
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    engine.write(bytes.subarray(at, at + size))
    at += size
  }
  engine.end()
  expect(report.records).toBe(lines.length)
  return lines
}

/** The lines of the outermost elements that match, from the tree of the whole document. */
function converted(document: string, pattern: string): string[] {
  const parser = new DOMParser({
    normalizeLineEndings: (text) => text.replace(/\r\n?/g, '\n'), // of XML 1.0, not 1.1
    onError: (_, message) => {
      throw new Error(message)
    },
  })
  const lines: string[] = []
  const walk = (element: Element, above: Name[]) => {
    const { nodeName: qualified, localName, namespaceURI } = element
    const path = [...above, { qualified, local: localName ?? qualified, uri: namespaceURI ?? '' }]
    if (naiveMatch(pattern, path)) lines.push(lineOf(element))
    else for (const child of childrenOf(element)) if (isElement(child)) walk(child, path)
  }
  walk(parser.parseFromString(document, 'text/xml').documentElement!, [])
  return lines
}

/** An element in the dialect, written without any dictionary, whose keys JavaScript might reorder. */
function lineOf(element: Element): string {
  let text = ''
  const children = new Map<string, string[]>()
  for (const child of childrenOf(element)) {
    if (isElement(child)) {
      const lines = children.get(child.nodeName) ?? []
      children.set(child.nodeName, [...lines, lineOf(child)])
    } else if (child.nodeType === TEXT || child.nodeType === CDATA) text += child.nodeValue
  }
  text = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')

  const entries = Array.from(element.attributes, ({ name, value }) => {
    return `${JSON.stringify(`@${name}`)}:${JSON.stringify(value)}`
  })
  for (const [name, lines] of children) {
    entries.push(`${JSON.stringify(name)}:${lines.length > 1 ? `[${lines.join()}]` : lines[0]}`)
  }
  if (entries.length === 0) return text === '' ? 'null' : JSON.stringify(text)
  if (text !== '') entries.push(`"#text":${JSON.stringify(text)}`)
  return `{${entries.join()}}`
}

const [ELEMENT, TEXT, CDATA] = [1, 3, 4]

function childrenOf(element: Element): Node[] {
  return Array.from(element.childNodes)
}

function isElement(node: Node): node is Element {
  return node.nodeType === ELEMENT
}

const STEP = fc.tuple(
  fc.constantFrom('/', '/', '//'),
  fc.constantFrom(
    ...['a', 'a', 'b', '*', '*', 'p:a', 'p:*', '{u}a', '{v}*', '{}b'],
    ...['ü-1', '__proto__', 'constructor'],
  ),
)
const WAY = fc.array(STEP, { minLength: 1, maxLength: 3 }).map((steps) => steps.flat().join(''))
const PATTERN = fc.oneof(
  fc.array(WAY, { minLength: 1, maxLength: 3 }).map((ways) => ways.join('|')),
  fc.constantFrom('/*/*', 'a', 'b', '*', 'a|b|__proto__', 'p:a', 'a/b', 'constructor'),
)
