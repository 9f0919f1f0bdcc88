import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { OutputError, StageError } from '../../src/core/errors.ts'
import { ExternalSort, PartSort } from '../../src/spill/external-sort.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-spill-'))
  vi.stubEnv('TMPDIR', folder)
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

interface Item {
  key: number
  place: number
  text?: string
}

function sorting(memory: number): ExternalSort<Item, number> {
  return new ExternalSort({ keyOf: ({ key }) => key, compare: (a, b) => a - b, memory })
}

function sorted(items: Item[], memory: number): Item[] {
  const sort = sorting(memory)
  for (const item of items) sort.add(item)
  for (const _ of sort.finish());
  const found = [...sort.sorted()]
  sort.close()
  return found
}

test.each([1, 100, 2000, 100_000])('is a stable sort in %i bytes', (memory) => {
  const item = fc.record(
    { key: fc.nat(9), text: fc.string({ unit: 'binary' }) },
    { requiredKeys: ['key'] },
  )
  fc.assert(
    fc.property(fc.array(item, { maxLength: 60 }), (made) => {
      const items = made.map((item, place) => ({ ...item, place })) as Item[]
      expect(sorted(items, memory)).toEqual(items.toSorted((a, b) => a.key - b.key))
    }),
    { numRuns: 30 },
  )
})

test.each([1, 100, 100_000])(
  'parts that are sorted go in between the others, in %i bytes',
  (memory) => {
    const part = fc.record({ isSorted: fc.boolean(), keys: fc.array(fc.nat(3), { maxLength: 6 }) })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        let place = 0
        const items: Item[] = []
        const sort = sorting(memory)
        for (const { isSorted, keys } of parts) {
          const made = keys.map((key) => ({ key, place: place++ }))
          items.push(...made)
          if (isSorted) {
            const some = new PartSort<Item, number>({
              keyOf: ({ key }) => key,
              compare: (a, b) => a - b,
            })
            for (const item of made) some.add(item)
            sort.merge(structuredClone(some.run()))
          } else for (const item of made) sort.add(item)
        }
        for (const _ of sort.finish());
        expect([...sort.sorted()]).toEqual(items.toSorted((a, b) => a.key - b.key))
        sort.close()
      }),
      { numRuns: 50 },
    )
  },
)

test('merges thousands of runs', () => {
  const items = Array.from({ length: 5000 }, (_, place) => ({ key: (place * 7919) % 1000, place }))
  expect(sorted(items, 1)).toEqual(items.toSorted((a, b) => a.key - b.key))
})

test('values may be longer than any buffer', () => {
  const items = [2, 1].map((key, place) => ({ key, place, text: 'ä'.repeat(1_500_000) }))
  expect(sorted(items, 1000)).toEqual(items.toReversed())
})

test('pauses while it merges many runs', () => {
  const sort = sorting(1)
  for (let place = 0; place < 500; place++) sort.add({ key: 500 - place, place })
  expect([...sort.finish()].length).toBeGreaterThan(10)
  sort.close()
})

test('its file has no name, from the beginning', () => {
  const sort = sorting(1)
  sort.add({ key: 1, place: 0 })
  expect(readdirSync(folder)).toEqual([])
  sort.close()
  sort.close() // is harmless
})

test('a value too deep for JSON is an error', () => {
  let deep: unknown = null
  for (let n = 0; n < 100_000; n++) deep = [deep]
  const sort = sorting(1000)
  sort.add({ key: 1, place: 0 })
  expect(() => sort.add(deep as never)).toThrow(StageError)
  expect([...sort.sorted()]).toEqual([]) // what is left is no order
})

test('a directory that is missing is an error that names it', () => {
  vi.stubEnv('TMPDIR', join(folder, 'missing'))
  const add = () => sorting(1).add({ key: 1, place: 0 })
  expect(add).toThrow(OutputError)
  expect(add).toThrow(`temporary file in ${join(folder, 'missing')}: no such file or directory`)
  vi.stubEnv('TMPDIR', folder)
})
