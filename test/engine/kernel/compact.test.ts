// Holds the compact build of the kernel, which a server gives each client, to the usual one; and to its limits.

import { afterEach, expect, it } from 'vitest'
import { kernelEngine } from '../../../src/engine/kernel/kernel.ts'
import { COMPACT, useKernel } from '../../../src/engine/wasm.ts'
import { bytesOf, optionsOf, SCORED } from '../../conformance/suite.ts'
import { warmFaults } from '../../conformance/warm-faults.ts'
import { asCheck, asEvents, asLines, LINES, PROGRAMS } from '../../conformance/ways.ts'
import { type Options, read } from '../every-cut.ts'

afterEach(() => useKernel())

function allWays(pieces: Uint8Array[], record: string, options: Options): unknown[] {
  return [
    asEvents(pieces, record, options),
    asCheck(pieces, options),
    ...Object.values(PROGRAMS).map((program) => asLines(pieces, record, options, program)),
  ]
}

function expectSame(pieces: Uint8Array[], record: string, options: Options, about: string): void {
  const expected = allWays(pieces, record, options)
  useKernel(COMPACT)
  expect(allWays(pieces, record, options), about).toEqual(expected)
  useKernel()
}

it('reads the conformance suite as the other does', () => {
  for (const test of SCORED) expectSame([bytesOf(test.path)], '/*/*', optionsOf(test), test.path)
})

it('reads documents with faults after good rows as the other does', () => {
  for (const { warm, limits } of warmFaults([0])) {
    expectSame([Buffer.from(warm)], '/*/*', { limits }, warm)
  }
})

const MANY = { depth: 1e6, attributes: 1e6, names: 1e9, tag: 1e9 }

it.each([
  ['names', `<a>${Array.from({ length: 4500 }, (_, n) => `<n${n}/>`).join('')}</a>`],
  [
    'bytes of names',
    `<a>${Array.from({ length: 1500 }, (_, n) => `<n${n}${'x'.repeat(900)}/>`).join('')}</a>`,
  ],
  ['levels', '<a>'.repeat(10_500)],
  ['attributes', `<a ${Array.from({ length: 3500 }, (_, n) => `b${n}=""`).join(' ')}/>`],
  ['attributes', `<a ${Array.from({ length: 15_000 }, (_, n) => `b${n}=""`).join(' ')}/>`],
  ['prefixes', `<a ${Array.from({ length: 2000 }, (_, n) => `xmlns:b${n}="${n}"`).join(' ')}/>`],
  [
    'members',
    `<a>${Array.from({ length: 3000 }, (_, n) => `<n${n}/>`)
      .join('')
      .repeat(2)}</a>`,
  ],
])('reads many %s as the other does, or says that they are too many', (_, text) => {
  const bytes = [Buffer.from(text)]
  const options = { limits: MANY }
  useKernel(COMPACT)
  const found = read(kernelEngine, bytes, options)
  const lines = asLines(bytes, '/a', options, LINES)
  useKernel()
  if (found.error === undefined) {
    expect(found).toEqual(read(kernelEngine, bytes, options))
    expect(lines).toEqual(asLines(bytes, '/a', options, LINES))
  } else
    expect(found.error).toMatchObject({ fact: expect.stringMatching(/more .* than there is room/) })
})

it('keeps no memory that a long value has made large', () => {
  useKernel(COMPACT)
  const long = Buffer.from(`<a>${'x'.repeat(20 << 20)}</a>`)
  expect(asLines([long], '/a', {}, LINES).lines.length).toBe(1)
  asLines([Buffer.from('<a/>')], '/a', {}, LINES)
  const sizes = COMPACT.idle.map(({ exports }) => exports.memory.buffer.byteLength)
  expect(sizes.length).toBeGreaterThan(0)
  expect(Math.max(...sizes)).toBeLessThan(16 << 20)
})
