// The limit of a record holds in the kernel as in JavaScript: which records pass it, and where the first that does not is.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { MAPPING } from '../mapping/random-mapping.ts'
import { RANDOM_DOCUMENT } from './random-document.ts'
import { written } from './written.ts'

const SIZE = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(100_000))
const PLAN: Plan = { inputs: [], withName: 'kind', pipeline: { stages: [] } }

test('a record is as long as its line', async () => {
  let refused = 0
  const law = async (document: string, size: number, index: number) => {
    const { sinks } = await written(PLAN, [document], 100_000)
    const lines = (sinks['-'] ?? '').split('\n').slice(0, -1)
    fc.pre(lines.length > 0)
    const record = Buffer.byteLength(lines[index % lines.length] as string)
    const end = lines.findIndex((line) => Buffer.byteLength(line) > record)
    const passed = end < 0 ? lines : lines.slice(0, end)
    const limited: Plan = { ...PLAN, limits: { record } }
    const outcome = await written({ ...limited, engine: 'sax' }, [document], size)
    expect(outcome.sinks['-']).toBe(passed.map((line) => `${line}\n`).join(''))
    expect(outcome.error !== undefined).toBe(end >= 0)
    if (end < 0) return
    expect(outcome.error).toMatch(/^LimitError: .*: raise --max-record$/)
    // the kernel counts white space that goes, until it has gone, and each key of a field that came apart
    const hasArrays = lines.some((line) => line.includes('['))
    const exact = !hasArrays && !/\s{2}|\s[7<&]|[7>;]\s/.test(document)
    if (exact) {
      const { error, sinks } = await written({ ...limited, engine: 'kernel' }, [document], size)
      expect({ error, sinks }).toEqual({ error: outcome.error, sinks: outcome.sinks })
    }
    refused++
  }
  const property = fc.asyncProperty(RANDOM_DOCUMENT, SIZE, fc.nat(20), law)
  await fc.assert(property, { numRuns: 300 })
  expect(refused).toBeGreaterThan(50)
}, 120_000)

test('it holds for records of a mapping', async () => {
  const law = async (document: string, mapping: Plan['mapping'], size: number) => {
    const long = 'x'.repeat(500)
    const content = document.slice('<r>'.length, -'</r>'.length)
    const longer = `<r>${content}<a>${long}</a></r>`
    const plan: Plan = {
      ...PLAN,
      ...(mapping && { mapping }),
      record: 'a',
      limits: { record: 400 },
    }
    for (const engine of ['kernel', 'sax'] as const) {
      const { error } = await written({ ...plan, engine }, [longer], size)
      expect(error).toContain('--max-record')
    }
  }
  await fc.assert(fc.asyncProperty(RANDOM_DOCUMENT, MAPPING, SIZE, law), { numRuns: 200 })
}, 120_000)
