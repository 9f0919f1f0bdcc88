// The matrix: a text of any length, with something special at any place in it and anything behind it, is read as it
// was made, in all the ways there are to read it.

import { describe, expect, it } from 'vitest'
import type { Plan, PlannedStage } from '../../src/plan/plan.ts'
import { type Made, made, SHAPES, SUBSET } from './edges.ts'
import { written } from './written.ts'

/** Of elements `<m><v>…</v><n>1</n></m>` the lines that they were made to be, by what is asked for. */
const PLANS: Record<string, [Plan, (record: Made['record'], n: string) => unknown]> = {
  'as a record': [plan('v'), (record) => record],
  'in a record': [plan('m'), (v, n) => ({ v, n })],
  'in a record that is judged first': [plan('m', filter('n', 'exists')), (v, n) => ({ v, n })],
  'as a field': [plan('m', select('v')), (v) => ({ v })],
  'before a field': [plan('m', select('n')), (_, n) => ({ n })],
}

const READINGS = [
  ['kernel', 1e9],
  ['kernel', 61],
  ['sax', 1e9],
] as const

function plan(record: string, ...stages: PlannedStage[]): Plan {
  return { inputs: [], record, pipeline: { stages } }
}

function filter(field: string, operator: string): PlannedStage {
  return { stage: 'filter', argument: { field: [field], operator, value: '' } }
}

function select(name: string): PlannedStage {
  return { stage: 'select', argument: [{ name, field: [name] }] }
}

describe.each(Object.entries(SHAPES))('%s', (_, shapes) => {
  const rows = made(shapes, 12)
  const inside = rows.map(({ markup }, n) => `<m>${markup}<n>${n}</n></m>`).join('')
  const document = `${SUBSET}<r>${inside}</r>`

  it.each(Object.entries(PLANS))(
    'is what it was made to be %s',
    async (_, [plan, line]) => {
      const expected = rows.map(({ record }, n) => JSON.stringify(line(record, `${n}`)))
      for (const [engine, size] of READINGS) {
        const { sinks, error } = await written({ ...plan, engine }, [document], size)
        expect(error).toBeUndefined()
        const lines = sinks['-']?.trimEnd().split('\n') ?? []
        const at = expected.findIndex((line, n) => line !== lines[n])
        const where = `${engine} in pieces of ${size}: ${rows[at]?.markup}`
        expect(lines[at], where).toBe(expected[at])
        expect(lines.length).toBe(expected.length)
      }
    },
    600_000,
  )
})
