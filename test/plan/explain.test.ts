import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { explain } from '../../src/plan/explain.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'

const filter = {
  stage: 'filter',
  argument: { field: ['direction'], operator: '=', value: 'North Bound' },
}

test('a plan of defaults', () => {
  const plan: Plan = { inputs: ['buses.xml'], pipeline: { stages: [] } }
  expect(explain(plan)).toMatchInlineSnapshot(`
    "read buses.xml
    parse with sax                          one chunk
    records /*/* (every child of the root)  one record
    write JSON lines to stdout"
  `)
})

test('a line of stages', () => {
  const plan: Plan = {
    inputs: ['-', 'more.xml'],
    record: 'bus',
    withName: 'kind',
    limits: { depth: 50 },
    pipeline: {
      stages: [
        filter,
        { stage: 'where', argument: 'route > 20' },
        { stage: 'tee', argument: 'north.jsonl' },
        { stage: 'count-by', argument: [['route'], ['stop', '@id']] },
        { stage: 'head', argument: 10 },
        { stage: 'count', argument: null },
      ],
      to: ['counts.jsonl'],
    },
  }
  expect(explain(plan)).toMatchInlineSnapshot(`
    "read stdin, more.xml
    parse with sax, at most 50 levels  one chunk
    records bus, their names in kind   one record
    filter direction = "North Bound"   O(1)
    where route > 20                   O(1)
    tee north.jsonl                    O(1)
    count-by route, stop/@id           O(distinct values)
    head 10                            O(1)
    count                              O(1)
    write JSON lines to counts.jsonl"
  `)
})

test('a tree of branches', () => {
  const plan: Plan = {
    inputs: ['buses.xml'],
    record: 'bus',
    pipeline: {
      stages: [filter],
      to: ['all.jsonl'],
      branches: [
        {
          stages: [{ stage: 'head', argument: 1 }],
          branches: [{ stages: [], to: ['-'] }, { stages: [{ stage: 'count', argument: null }] }],
        },
        {
          stages: [
            { stage: 'drop', argument: [['id']] },
            { stage: 'skip', argument: 2 },
          ],
        },
      ],
    },
  }
  expect(explain(plan)).toMatchInlineSnapshot(`
    "read buses.xml
    parse with sax                    one chunk
    records bus                       one record
    filter direction = "North Bound"  O(1)
    ├─ write JSON lines to all.jsonl
    ├─ head 1                         O(1)
    │  ├─ write JSON lines to stdout
    │  └─ count                       O(1)
    │     write JSON lines to stdout
    └─ drop id                        O(1)
       skip 2                         O(1)
       write JSON lines to stdout"
  `)
})

test('no line ends in white space', () => {
  const pipeline: Pipeline = { stages: [filter], branches: [{ stages: [] }, { stages: [filter] }] }
  expect(explain({ inputs: ['a.xml'], pipeline })).not.toMatch(/\s$/m)
})

test('a step is one line, however its argument was typed', () => {
  const pipeline = { stages: [{ stage: 'where', argument: 'route == 22\n  && direction' }] }
  expect(explain({ inputs: ['a.xml'], pipeline }).split('\n')).toHaveLength(5)
})

test('a plan that travelled as JSON reads the same', () => {
  const plan: Plan = { inputs: ['a.xml'], record: 'a', pipeline: { stages: [filter], to: ['b'] } }
  expect(explain(JSON.parse(JSON.stringify(plan)))).toBe(explain(plan))
})

test('an unknown stage is an error of usage', () => {
  const pipeline = { stages: [{ stage: 'sort', argument: null }] }
  expect(() => explain({ inputs: [], pipeline })).toThrow(UsageError)
})
