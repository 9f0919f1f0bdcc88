// Names of elements on their way to XML: they are there, or nothing of the plan changes.

import { expect, test } from 'vitest'
import { withElementNames } from '../../src/plan/element-names.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'
import { stages } from './flags.ts'

const TO_XML: Partial<Pipeline> = { to: ['a.xml'] }
const NAMED = { to: ['a.xml'], writing: { element: '{<element>}' } }

function named(pipeline: Partial<Pipeline>, plan: Partial<Plan> = {}): Pipeline | undefined {
  const whole: Plan = { inputs: [], ...plan, pipeline: { stages: [], ...pipeline } }
  const found = withElementNames(whole)
  return found === whole ? undefined : found.pipeline
}

test('are taken along by stages that pass records on', () => {
  const kept = stages('filter a=1', 'set b=1', 'sort a', 'drop c', 'rename d=e', 'explode f')
  expect(named({ stages: kept, ...TO_XML })).toEqual({ stages: kept, ...NAMED })
})

test('are selected beside what is selected', () => {
  const [selecting] = named({ stages: stages('select a'), ...TO_XML })?.stages ?? []
  expect(selecting?.argument).toEqual([
    { name: 'a', field: ['a'] },
    { name: '<element>', field: ['<element>'] },
  ])
})

test('reach standard output, and XML in other words', () => {
  expect(named({ writing: { format: 'xml.gz' } })).toEqual({
    stages: [],
    to: ['-'],
    writing: { format: 'xml.gz', element: '{<element>}' },
  })
})

test('reach branches, of which some may count', () => {
  const counting = { stages: stages('count-by a'), to: ['b.csv'] }
  expect(named({ branches: [{ stages: [], ...TO_XML }, counting] })).toEqual({
    stages: [],
    branches: [{ stages: [], ...NAMED }, counting],
  })
})

test.each<[string, Partial<Pipeline>, Partial<Plan>?]>([
  ['nothing is XML', { to: ['a.jsonl'] }],
  ['the user gives a name', { ...TO_XML, writing: { element: 'x' } }],
  ['the user has them in a field', TO_XML, { withName: 'kind' }],
  ['records have them', TO_XML, { mapping: { dialect: 'jsonml' } }],
  ['they would be no names', TO_XML, { mapping: { namespaces: 'expand' } }],
  ['a function makes the records', { stages: stages('map-js r => r'), ...TO_XML }],
  ['a summary has every field', { stages: stages('stats'), ...TO_XML }],
  ['all records are counts', { stages: stages('count'), ...TO_XML }],
  ['another file would have them', { to: ['a.xml', 'b.jsonl'] }],
  ['a file on the way would have them', { stages: stages('tee b.jsonl'), ...TO_XML }],
  [
    'some records of one file have none',
    {
      branches: [
        { stages: [], ...TO_XML },
        { stages: stages('count'), ...TO_XML },
      ],
    },
  ],
])('stay away where %s', (_, pipeline, plan) => {
  expect(named(pipeline, plan)).toBeUndefined()
})
