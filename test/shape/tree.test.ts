import { expect, test } from 'vitest'
import type { CreateEngine } from '../../src/engine/engine.ts'
import { kernelEngine } from '../../src/engine/kernel/kernel.ts'
import { saxEngine } from '../../src/engine/sax/sax.ts'
import { type Drawing, draw } from '../../src/shape/draw.ts'
import { Grove, grow } from '../../src/shape/grow.ts'
import { inPieces } from '../engine/every-cut.ts'

const PLAIN = { element: same, attribute: same, quiet: same }

function same(text: string): string {
  return text
}

function drawn(
  documents: string[],
  drawing: Partial<Drawing> = {},
  { engine = kernelEngine, size = 100_000 }: { engine?: CreateEngine; size?: number } = {},
): string[] {
  const grove = new Grove()
  for (const document of documents) {
    const reading = engine(grow(grove))
    for (const piece of inPieces(Buffer.from(document), size)) reading.write(piece)
    reading.end()
  }
  return draw(grove, { width: 40, columns: 80, paint: PLAIN, ...drawing }).split('\n')
}

const BUSES = `<buses>
  <bus id="7"><route>22</route><stop>a</stop><stop>b</stop></bus>
  <bus id="8"><route>147</route></bus>
  <bus id="9"><route/></bus>
</buses>`

test('the tree has counts, shares, the most in one element and the first text', () => {
  expect(drawn([BUSES])).toEqual([
    'buses        ×1',
    '└─ bus       ×3',
    '   ├─ @id    ×3                   "7"',
    '   ├─ route  ×3                   "22"',
    '   └─ stop   ×2  in 33%, up to 2  "a"',
  ])
})

test('it is the same whatever reads, and wherever the document is cut', () => {
  const documents = [BUSES, '<a><b>x<a>y<b/></a>z<b/></b></a>']
  const expected = drawn(documents)
  expect(drawn(documents, {}, { engine: saxEngine })).toEqual(expected)
  expect(drawn(documents, {}, { size: 1 })).toEqual(expected)
})

test('an element in one of its name is drawn once, and what is in it counted there', () => {
  expect(drawn(['<l><a><b/><a><b/><b/><b/></a><b/><a/></a></l>'])).toEqual([
    'l          ×1',
    '└─ a       ×1',
    '   ├─ b    ×5  in 67%, up to 3',
    '   └─ a ↻  ×2  in 33%, up to 2',
  ])
})

test('deep nesting is a short tree', () => {
  const deep = `${'<a><b>'.repeat(400)}x${'</b></a>'.repeat(400)}`
  expect(drawn([deep])).toEqual([
    'a            ×1',
    '└─ b       ×400           "x"',
    '   └─ a ↻  ×399  in >99%',
  ])
})

test('levels and names beyond what is asked for are only counted', () => {
  expect(drawn([BUSES], { depth: 2 })).toEqual(['buses     ×1', '└─ bus …  ×3'])
  expect(drawn(['<l><a/><b/><b/><c/><c/><c/><d/></l>'], { width: 2 })).toEqual([
    'l                  ×1',
    '├─ b               ×2',
    '├─ c               ×3',
    '└─ … 2 more names  ×2',
  ])
})

test('a tree that is too long for a person has fewer levels', () => {
  const items = Array.from({ length: 30 }, (_, n) => `<i${n}><a><b><c/><d/></b></a></i${n}>`)
  const lines = drawn([`<l>${items.join('')}</l>`])
  expect(lines.length).toBe(91)
  expect(lines.at(-1)?.trim()).toMatch(/└─ b … /)
  expect(drawn([`<l>${items.join('')}</l>`], { depth: 9 }).length).toBe(151)
})

test('several documents stand side by side', () => {
  expect(drawn(['<a x=""/>', '<b/>', '<a/>'])).toEqual([
    'a      ×2  in 67%',
    '└─ @x  ×1  in 50%',
    'b      ×1  in 33%',
  ])
})

test('what a terminal would obey is written as its code', () => {
  const text = drawn(['<a b="x&#9;\u009b31m\u202e"/>']).join('')
  expect(text).toContain('"x\\t\\u009b31m\\u202e"')
})

test('names and examples are cut to the width of a line', () => {
  const [line = ''] = drawn([`<${'n'.repeat(50)}>${'x'.repeat(500)}</${'n'.repeat(50)}>`])
  expect(line).toContain(`${'n'.repeat(39)}… `)
  expect([...line].length).toBe(80)
})

test('names beyond 10,000 are counted only', () => {
  const names = Array.from({ length: 10_010 }, (_, n) => `<n${n}><x/></n${n}>`).join('')
  const lines = drawn([`<l>${names}</l>`], { depth: 2 })
  expect(lines.at(-2)).toMatch(/… 4,960 more names +×4,960$/)
  expect(lines.at(-1)).toBe('… and 10,021 elements and attributes beyond 10,000 branches')
})
