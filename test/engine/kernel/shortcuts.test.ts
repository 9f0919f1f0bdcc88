// The law: a kernel without its shortcuts reads everything as the one that has them: events, lines and faults.

import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Limits } from '../../../src/engine/limits.ts'
import { useKernel } from '../../../src/engine/wasm.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { bytesOf, optionsOf, SCORED } from '../../conformance/suite.ts'
import { warmFaults } from '../../conformance/warm-faults.ts'
import { asCheck, asEvents, asLines, type Found, PROGRAMS } from '../../conformance/ways.ts'
import { MAPPING } from '../../mapping/random-mapping.ts'
import { RANDOM_DOCUMENT, SUBSET } from '../../plan/random-document.ts'
import { CLASHING_PLAN } from '../../plan/random-plan.ts'
import { written } from '../../plan/written.ts'
import { DOCUMENT } from '../../record/random-xml.ts'
import { cutAt, type Options } from '../every-cut.ts'
import { CHANGED, OPTIONS } from '../random-faults.ts'
import { kernelBuild } from './kernel-build.ts'

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
    ...Object.values(PROGRAMS).map((program) => asLines(pieces, record, options, program)),
  ]
}

/** How deep in it a record was found to be too long is not the same. */
function withoutPathOfRecord({ fact = '', ...found }: Found): Partial<Found> {
  const { offset = 0, lines } = found
  return fact.startsWith('record longer') ? { fact, offset, lines } : { fact, ...found }
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
    'reads documents with faults after good rows as the other does',
    () => {
      let turn = 0
      for (const { warm, limits } of warmFaults([0, 57])) {
        const record = ++turn % 2 ? '/*/*' : '//a'
        expectSame(() => allWays([Buffer.from(warm)], record, { limits }), warm)
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
    'reads random documents with limits that they reach as the other does',
    () => {
      const law = (before: string, document: string, limits: Partial<Limits>) => {
        const start = document.startsWith('<r>') ? before : ''
        const bytes = Buffer.from(start + document)
        const read = () => allWays([bytes], '/*/*', { limits }).map(withoutPathOfRecord)
        expectSame(read, `${start}${document}`)
      }
      const limits = fc.oneof(
        fc.record({ record: fc.integer({ min: 20, max: 100 }) }),
        fc.record(
          {
            depth: fc.integer({ min: 2, max: 5 }),
            attributes: fc.integer({ min: 1, max: 3 }),
            tag: fc.integer({ min: 4, max: 30 }),
          },
          { requiredKeys: [] },
        ),
      )
      const documents = fc.oneof(RANDOM_DOCUMENT, DOCUMENT)
      fc.assert(fc.property(SUBSET, documents, limits, law), { numRuns: 1500 })
    },
    SLOW,
  )

  it(
    'writes what any plan asks for as the other does',
    async () => {
      const law = async (subset: string, document: string, plan: Plan, size: number) => {
        useKernel(PLAIN)
        const expected = await written(plan, [subset + document], 1e9)
        useKernel()
        expect(await written(plan, [subset + document], size)).toEqual(expected)
      }
      const plans = fc
        .tuple(CLASHING_PLAN, fc.oneof(fc.constant(undefined), MAPPING))
        .map(
          ([plan, mapping]): Plan => ({ ...plan, ...(mapping && { mapping }), engine: 'kernel' }),
        )
      const size = fc.constantFrom(1e9, 1, 7, 61)
      await fc.assert(fc.asyncProperty(SUBSET, RANDOM_DOCUMENT, plans, size, law), { numRuns: 500 })
    },
    SLOW,
  )
})
