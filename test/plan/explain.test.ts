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
    parse with kernel                       one chunk   in the kernel
    records /*/* (every child of the root)  one record  in the kernel
    write JSON lines to stdout                          in the kernel
    fields  all
    memory  the same for inputs of any size"
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
    parse with kernel, at most 50 levels  one chunk           in the kernel
    records bus, their names in kind      one record          in the kernel
    filter direction = "North Bound"      O(1)                in the kernel
    where route > 20                      O(1)                in the kernel
    tee north.jsonl                       O(1)                in the kernel
    count-by route, stop/@id              O(distinct values)  in JavaScript, given route, stop/@id
    head 10                               O(1)                in JavaScript
    count                                 O(1)                in JavaScript
    write JSON lines to counts.jsonl                          in JavaScript
    fields  all
    memory  grows with count-by: O(distinct values)"
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
    parse with kernel                 one chunk   in the kernel
    records bus                       one record  in the kernel
    filter direction = "North Bound"  O(1)        in the kernel
    ├─ write JSON lines to all.jsonl              in the kernel
    ├─ head 1                         O(1)        in the kernel
    │  ├─ write JSON lines to stdout              in the kernel
    │  └─ count                       O(1)        in the kernel
    │     write JSON lines to stdout              in JavaScript
    └─ drop id                        O(1)        in the kernel
       skip 2                         O(1)        in the kernel
       write JSON lines to stdout                 in the kernel
    fields  all
    memory  the same for inputs of any size"
  `)
})

test('what runs where, and on which fields', () => {
  const stages = [
    { stage: 'where', argument: 'year >= 2020 && author/name ~ "^Kn"' },
    { stage: 'select', argument: [{ name: 'who', field: ['author', 'name'] }] },
    { stage: 'filter', argument: { field: ['who'], operator: '~', value: 'D' } },
  ]
  const branches = [
    { stages: [{ stage: 'count-by', argument: [['who']] }] },
    { stages: [{ stage: 'tee', argument: 'all' }], to: ['all'] },
    { stages: [{ stage: 'drop', argument: [['who']] }], to: ['rest'] },
  ]
  const plan: Plan = { inputs: ['-'], record: 'book', pipeline: { stages, branches } }
  expect(explain(plan)).toMatchInlineSnapshot(`
    "read stdin
    parse with kernel                          one chunk           in the kernel
    records book                               one record          in the kernel
    where year >= 2020 && author/name ~ "^Kn"  O(1)                partly in JavaScript, given author/name
    select who=author/name                     O(1)                in the kernel
    filter who ~ "D"                           O(1)                in JavaScript, given who
    ├─ count-by who                            O(distinct values)  in JavaScript, given who
    │  write JSON lines to stdout                                  in JavaScript
    ├─ tee all                                 O(1)                in the kernel
    │  write JSON lines to all                                     in the kernel
    └─ drop who                                O(1)                in JavaScript
       write JSON lines to rest                                    in JavaScript
    fields  year, author/name
    memory  grows with count-by: O(distinct values)"
  `)
})

test('lines and records that meet in one file run in JavaScript', () => {
  const stages = [{ stage: 'tee', argument: 'a' }]
  const branches = [
    { stages: [], to: ['b'] },
    { stages: [{ stage: 'explode', argument: ['x'] }], to: ['a'] },
  ]
  expect(explain({ inputs: ['-'], pipeline: { stages, branches } })).toMatchInlineSnapshot(`
    "read stdin
    parse with kernel                       one chunk   in the kernel
    records /*/* (every child of the root)  one record  in the kernel
    tee a                                   O(1)        in JavaScript
    ├─ write JSON lines to b                            in the kernel
    └─ explode x                            O(1)        in JavaScript
       write JSON lines to a                            in JavaScript
    fields  all
    memory  the same for inputs of any size"
  `)
})

test.each<Partial<Plan>>([{ engine: 'sax' }, { lenient: true }])(
  'with sax all runs in JavaScript: %j',
  (options) => {
    const pipeline = { stages: [filter], branches: [{ stages: [] }, { stages: [filter] }] }
    const lines = explain({ inputs: ['-'], pipeline, ...options })
      .split('\n')
      .slice(1, -2)
    expect(lines[0]).toMatch(/^parse with sax /)
    expect(lines.filter((line) => !line.endsWith('  in JavaScript'))).toEqual([])
  },
)

test('a long step leaves the columns of the others where they are', () => {
  const stages = [filter, { stage: 'where', argument: `a == "${'long '.repeat(20)}"` }]
  const lines = explain({ inputs: ['-'], pipeline: { stages } }).split('\n')
  expect(lines.filter((line) => line.length > 100)).toHaveLength(1)
})

test('no line ends in white space', () => {
  const pipeline: Pipeline = { stages: [filter], branches: [{ stages: [] }, { stages: [filter] }] }
  expect(explain({ inputs: ['a.xml'], pipeline })).not.toMatch(/\s$/m)
})

test('a step is one line, however its argument was typed', () => {
  const pipeline = { stages: [{ stage: 'where', argument: 'route == 22\n  && direction' }] }
  expect(explain({ inputs: ['a.xml'], pipeline }).split('\n')).toHaveLength(7)
})

test('a plan that travelled as JSON reads the same', () => {
  const plan: Plan = { inputs: ['a.xml'], record: 'a', pipeline: { stages: [filter], to: ['b'] } }
  expect(explain(JSON.parse(JSON.stringify(plan)))).toBe(explain(plan))
})

test('an unknown stage is an error of usage', () => {
  const pipeline = { stages: [{ stage: 'shuffle', argument: null }] }
  expect(() => explain({ inputs: [], pipeline })).toThrow(UsageError)
})
