// The law: a kernel without its shortcuts reads everything as the one that has them: events, lines and faults.

import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { useKernel } from '../../src/xml/wasm.ts'
import { bytesOf, optionsOf, SCORED } from '../conformance/suite.ts'
import { warmFaults } from '../conformance/warm-faults.ts'
import { asCheck, asEvents, asLines, COUNT, type Found, LINES, TEST } from '../conformance/ways.ts'
import { RANDOM_DOCUMENT } from '../plan/random-document.ts'
import { RANDOM_PLAN } from '../plan/random-plan.ts'
import { written } from '../plan/written.ts'
import { MAPPING } from '../record/random-mapping.ts'
import type { Options } from './every-cut.ts'
import { kernelBuild } from './kernel-build.ts'
import { CHANGED, cutAt, OPTIONS } from './random-faults.ts'

const SLOW = 600_000
const PLAIN = kernelBuild('plain')

afterEach(() => useKernel())

/** Demands that both kernels give the same. */
function expectSame<T>(result: () => T, about: string): void {
  useKernel(PLAIN)
  const expected = result()
  useKernel()
  expect(result(), about).toEqual(expected)
}

function allWays(pieces: Uint8Array[], record: string, options: Options): Found[] {
  return [
    asEvents(pieces, record, options),
    asCheck(pieces, options),
    ...[LINES, COUNT, TEST].map((program) => asLines(pieces, record, options, program)),
  ]
}

describe('a kernel without shortcuts', () => {
  it(
    'reads the conformance suite as the other does',
    () => {
      for (const test of SCORED) {
        const bytes = bytesOf(test.path)
        // three roots in one, so that the names of the last ones were met before
        const root = /<[^!?].*/s.exec(bytes.toString('latin1'))?.[0] ?? ''
        const start = bytes.subarray(0, bytes.length - root.length)
        const roots = Buffer.from(`<all>${root}${root}${root}</all>`, 'latin1')
        const document = Buffer.concat([start, roots])
        expectSame(() => allWays([document], '/*/*', optionsOf(test)), test.path)
      }
    },
    SLOW,
  )

  it(
    'reads documents with faults behind good rows as the other does',
    () => {
      for (const { warm } of warmFaults([0, 57])) {
        for (const record of ['/*/*', '//a']) {
          expectSame(() => allWays([Buffer.from(warm)], record, {}), warm)
        }
      }
    },
    SLOW,
  )

  it(
    'reads documents with random faults as the other does',
    () => {
      const law = (bytes: Buffer, options: Options, cuts: number[]) => {
        expectSame(() => allWays(cutAt(bytes, cuts), '/*/*', options), bytes.toString())
      }
      const cuts = fc.array(fc.nat(), { maxLength: 9 })
      fc.assert(fc.property(CHANGED, OPTIONS, cuts, law), { seed: 9, numRuns: 1000 })
    },
    SLOW,
  )

  it(
    'writes what any plan asks for as the other does',
    async () => {
      const law = async (document: string, plan: object, mapping: object, size: number) => {
        useKernel(PLAIN)
        const all = {
          ...(plan as { inputs: []; pipeline: { stages: [] } }),
          mapping,
          engine: 'kernel' as const,
        }
        const expected = await written(all, [document], 1e9)
        useKernel()
        expect(await written(all, [document], size)).toEqual(expected)
      }
      const size = fc.constantFrom(1e9, 1, 7, 61)
      await fc.assert(
        fc.asyncProperty(
          RANDOM_DOCUMENT,
          RANDOM_PLAN,
          fc.oneof(fc.constant({}), MAPPING),
          size,
          law,
        ),
        { numRuns: 500 },
      )
    },
    SLOW,
  )
})
