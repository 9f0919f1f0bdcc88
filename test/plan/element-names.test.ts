// Names of elements on their way to XML: they are there, or nothing of the plan changes.

import { expect, test } from 'vitest'
import { withElementNames } from '../../src/plan/element-names.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'
import { stages } from './flags.ts'

const TO_XML: Partial<Pipeline> = { to: ['a.xml'] }
const OTHER = { stages: [{ stage: 'without-name', argument: '#text' }], to: ['b.jsonl'] }

function named(pipeline: Partial<Pipeline>, plan: Partial<Plan> = {}): Pipeline | undefined {
  const whole: Plan = { inputs: [], ...plan, pipeline: { stages: [], ...pipeline } }
  const found = withElementNames(whole)
  return found === whole ? undefined : found.pipeline
}

test('are taken along by stages that pass records on', () => {
  const kept = stages('filter a=1', 'set b=1', 'sort a', 'drop c', 'rename d=e', 'explode f')
  expect(named({ stages: kept, ...TO_XML })).toEqual({ stages: kept, ...TO_XML })
})

test('are selected beside what is selected', () => {
  const [selecting] = named({ stages: stages('select a'), ...TO_XML })?.stages ?? []
  expect(selecting?.argument).toEqual([
    { name: 'a', field: ['a'] },
    { name: '<element>', field: ['<element>'] },
  ])
})

test('reach standard output, and XML in other words', () => {
  const writing = { format: 'xml.gz' }
  expect(named({ writing })).toEqual({ stages: [], to: ['-'], writing })
})

test('reach branches, of which some may count, also into the same file', () => {
  for (const to of ['b.csv', 'a.xml']) {
    const counting = { stages: stages('count-by a'), to: [to] }
    expect(named({ branches: [{ stages: [], ...TO_XML }, counting] })).toEqual({
      stages: [],
      branches: [{ stages: [], ...TO_XML }, counting],
    })
  }
})

test.each<[string, Partial<Pipeline>, Partial<Pipeline>]>([
  ['another file', { to: ['a.xml', 'b.jsonl'] }, { ...TO_XML, branches: [OTHER] }],
  [
    'a file on the way',
    { stages: stages('tee b.jsonl'), ...TO_XML },
    { branches: [OTHER, { stages: [], ...TO_XML }] },
  ],
  [
    'a branch, after what it selects',
    { ...TO_XML, branches: [{ stages: stages('select a'), to: ['b.csv'] }] },
    {
      ...TO_XML,
      branches: [
        {
          stages: [
            {
              stage: 'select',
              argument: [
                { name: 'a', field: ['a'] },
                { name: '<element>', field: ['<element>'] },
              ],
            },
          ],
          branches: [{ stages: [{ stage: 'without-name', argument: null }], to: ['b.csv'] }],
        },
      ],
    },
  ],
  [
    'a function in a branch',
    { ...TO_XML, branches: [{ stages: stages('map-js r => r'), to: ['b.xml'] }] },
    {
      ...TO_XML,
      branches: [{ stages: [...OTHER.stages, ...stages('map-js r => r')], to: ['b.xml'] }],
    },
  ],
])('are left out for %s', (_, pipeline, expected) => {
  expect(named(pipeline)).toEqual({ stages: [], ...expected })
})

test.each<[string, Partial<Pipeline>, Partial<Plan>?]>([
  ['nothing is XML', { to: ['a.jsonl'] }],
  ['the user has them in a field', TO_XML, { withName: 'kind' }],
  ['records have them', TO_XML, { mapping: { dialect: 'jsonml' } }],
  ['they would be no names', TO_XML, { mapping: { namespaces: 'expand' } }],
  ['a function makes the records', { stages: stages('map-js r => r'), ...TO_XML }],
  ['a summary has every field', { stages: stages('stats'), ...TO_XML }],
  ['all records are counts', { stages: stages('count'), ...TO_XML }],
])('stay away where %s', (_, pipeline, plan) => {
  expect(named(pipeline, plan)).toBeUndefined()
})
