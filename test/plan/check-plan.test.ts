import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { checkPlan } from '../../src/plan/check-plan.ts'
import { run } from '../../src/plan/run.ts'

const PLAN = { inputs: ['a.xml'], pipeline: { stages: [] } }
const staged = (stage: unknown) => ({ inputs: [], pipeline: { stages: [stage] } })

describe('a plan', () => {
  test.each([
    PLAN,
    { ...PLAN, record: 'bus', withName: 'kind', limits: { depth: 5, record: 2 ** 40 } },
    { ...PLAN, engine: 'sax', lenient: true, entities: 'strict', namespaces: false },
    { ...PLAN, mapping: { attributes: 'merge', typed: { a: 'integer' }, prefixes: { u: 'p' } } },
    { ...PLAN, mapping: { array: ['a'], text: ['b'], keepSpace: true, dialect: 'parker' } },
    { ...PLAN, record: undefined, limits: undefined },
    { ...PLAN, fragments: true, withSource: 'from', onError: 'skip', maxErrors: 0 },
    { ...PLAN, onError: { quarantine: 'bad.jsonl' } },
    { ...PLAN, onError: 'stop', engine: 'sax' },
    { ...PLAN, pipeline: { stages: [], to: ['-'], branches: [{ stages: [], to: ['a'] }] } },
    {
      ...PLAN,
      pipeline: {
        stages: [],
        to: ['{a}.csv', 'b.xml'],
        writing: {
          columns: ['a'],
          guard: true,
          root: 'r',
          element: 'e',
          prefixes: { a: 'b' },
          rotate: { records: 5 },
          files: 5,
        },
      },
    },
    { ...PLAN, pipeline: { stages: [], to: ['a'], writing: { format: 'csv', append: true } } },
    staged({ stage: 'filter', argument: { field: ['a'], operator: '=', value: '1' } }),
    staged({ stage: 'count', argument: null }),
    staged({ stage: 'select', argument: [{ name: 'a', field: ['b'] }] }),
    staged({ stage: 'rename', argument: [{ name: 'a', field: ['b', 'c'] }] }),
    staged({ stage: 'set', argument: { name: 'a', expression: 'b + 1' } }),
    staged({ stage: 'explode', argument: ['a', 'b'] }),
    staged({ stage: 'split-lines', argument: [['a'], ['b', 'c']] }),
    staged({ stage: 'map-js', argument: 'record => record' }),
  ])('%j is one', (plan) => expect(() => checkPlan(plan)).not.toThrow())

  test.each<[unknown, string]>([
    [undefined, 'plan: expected an object, found undefined'],
    [null, 'plan: expected an object, found null'],
    [[], 'plan: expected an object, found an array'],
    ['a', 'plan: expected an object, found "a"'],
    [{}, 'plan.inputs: expected an array, found undefined'],
    [{ inputs: [] }, 'plan.pipeline: expected an object, found undefined'],
    [{ ...PLAN, inputs: 'a.xml' }, 'plan.inputs: expected an array, found "a.xml"'],
    [{ ...PLAN, inputs: ['a', 5] }, 'plan.inputs[1]: expected a text, found 5'],
    [{ ...PLAN, inptus: [] }, 'plan: unknown key "inptus"'],
    [{ ...PLAN, constructor: 1 }, 'plan: unknown key "constructor"'],
    [{ ...PLAN, record: ['a'] }, 'plan.record: expected a text, found an array'],
    [{ ...PLAN, record: null }, 'plan.record: expected a text, found null'],
    [{ ...PLAN, withName: 1n }, 'plan.withName: expected a text, found 1'],
    [{ ...PLAN, engine: 'saxes' }, 'plan.engine: expected kernel or sax, found "saxes"'],
    [
      { ...PLAN, entities: true },
      'plan.entities: expected keep or html or drop or strict, found true',
    ],
    [{ ...PLAN, lenient: 'yes' }, 'plan.lenient: expected true or false, found "yes"'],
    [{ ...PLAN, fragments: 1 }, 'plan.fragments: expected true or false, found 1'],
    [{ ...PLAN, withSource: true }, 'plan.withSource: expected a text, found true'],
    [{ ...PLAN, onError: 'ignore' }, 'plan.onError: expected stop or skip, found "ignore"'],
    [{ ...PLAN, onError: null }, 'plan.onError: expected an object, found null'],
    [{ ...PLAN, onError: {} }, 'plan.onError.quarantine: expected a text, found undefined'],
    [
      { ...PLAN, onError: 'skip', maxErrors: -1 },
      'plan.maxErrors: expected a whole number, found -1',
    ],
    [
      { ...PLAN, maxErrors: 5 },
      '--max-errors: needs --on-error skip or --on-error quarantine=FILE',
    ],
    [{ ...PLAN, onError: 'skip', engine: 'sax' }, '--on-error: only the engine kernel goes on'],
    [{ ...PLAN, onError: 'skip', lenient: true }, '--on-error: only the engine kernel goes on'],
    [{ ...PLAN, namespaces: 0 }, 'plan.namespaces: expected true or false, found 0'],
    [{ ...PLAN, limits: 5 }, 'plan.limits: expected an object, found 5'],
    [{ ...PLAN, limits: { deep: 5 } }, 'plan.limits: unknown key "deep"'],
    ...[0, -1, 1.5, '5', Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, null].map(
      (depth): [unknown, string] => [
        { ...PLAN, limits: { depth } },
        'plan.limits.depth: expected a whole number from 1, found ',
      ],
    ),
    [{ ...PLAN, mapping: 'flat' }, 'plan.mapping: expected an object, found "flat"'],
    [{ ...PLAN, mapping: { attrs: 'merge' } }, 'plan.mapping: unknown key "attrs"'],
    [
      { ...PLAN, mapping: { attributes: 'keep' } },
      'plan.mapping.attributes: expected prefix or merge or nest or drop, found "keep"',
    ],
    [{ ...PLAN, mapping: { array: 'a' } }, 'plan.mapping.array: expected an array, found "a"'],
    [
      { ...PLAN, mapping: { typed: { a: 'date' } } },
      'plan.mapping.typed.a: expected text or integer or number or boolean, found "date"',
    ],
    [{ ...PLAN, mapping: { flatten: '' } }, '--flatten: expected what stands between names'],
    [{ ...PLAN, mapping: { textKey: '7' } }, '--text-key: expected no number, found "7"'],
    [
      { ...PLAN, mapping: { dialect: 'jsonml', array: ['a'] } },
      '--array: does not go with --map jsonml',
    ],
    [
      { ...PLAN, namespaces: false, mapping: { namespaces: 'expand' } },
      '--ns expand: names have no namespaces with --no-namespaces',
    ],
    [{ ...PLAN, pipeline: [] }, 'plan.pipeline: expected an object, found an array'],
    [{ ...PLAN, pipeline: {} }, 'plan.pipeline.stages: expected an array, found undefined'],
    [
      { ...PLAN, pipeline: { stages: [], branches: [{ stages: [], to: 'a' }] } },
      'plan.pipeline.branches[0].to: expected an array, found "a"',
    ],
    ...[
      [{ format: 5 }, 'format: expected a text, found 5'],
      [{ columns: 'a' }, 'columns: expected an array, found "a"'],
      [{ guard: 'yes' }, 'guard: expected true or false, found "yes"'],
      [{ prefixes: { a: 1 } }, 'prefixes.a: expected a text, found 1'],
      [{ rotate: 5 }, 'rotate: expected an object, found 5'],
      [{ rotate: { records: 0 } }, 'rotate.records: expected a whole number from 1, found 0'],
      [{ append: 1 }, 'append: expected true or false, found 1'],
      [{ files: 0 }, 'files: expected a whole number from 1, found 0'],
    ].map(([writing, message]): [unknown, string] => [
      { ...PLAN, pipeline: { stages: [], writing } },
      `plan.pipeline.writing.${message}`,
    ]),
    [{ ...PLAN, pipeline: { stages: [], writing: { format: 'x' } } }, '--format: expected one of'],
    [staged('count'), 'plan.pipeline.stages[0]: expected an object, found "count"'],
    [staged({ argument: 1 }), 'plan.pipeline.stages[0].stage: expected a text, found undefined'],
    [
      staged({ stage: 'shuffle', argument: 1 }),
      'plan.pipeline.stages[0].stage: unknown stage "shuffle"',
    ],
    [
      staged({ stage: 'filtre', argument: 1 }),
      'stages[0].stage: unknown stage "filtre", did you mean "filter"?',
    ],
    [staged({ stage: 'without-name', argument: null }), 'unknown stage "without-name"'],
    ...[
      [{ stage: 'head', argument: '1' }, ': expected a number of records, found "1"'],
      [{ stage: 'skip', argument: -1 }, ': expected a number of records, found -1'],
      [{ stage: 'where', argument: 'a ==' }, ': expression, column'],
      [{ stage: 'set', argument: { name: 'a', expression: '1 +' } }, ': expression, column'],
      [
        { stage: 'filter', argument: { field: ['a'], operator: '<>', value: '1' } },
        '.operator: expected exists or absent or =',
      ],
      [{ stage: 'select', argument: [{ name: 'a', field: [] }] }, '[0].field: expected a field'],
      [{ stage: 'sort', argument: { by: [{ field: ['a'] }] } }, '.by[0].descending: expected'],
      [{ stage: 'top', argument: { count: 1, by: [['a']], to: 1 } }, ': unknown key "to"'],
      [{ stage: 'count', argument: 1 }, ': expected null, found 1'],
      [{ stage: 'tee', argument: '' }, ': expected a text'],
    ].map(([stage, message]): [unknown, string] => [
      staged(stage),
      `plan.pipeline.stages[0].argument${message}`,
    ]),
    ...[
      ...['filter', 'where', 'select', 'drop', 'count-by', 'tee', 'sort', 'unique', 'group'],
      ...['rename', 'set', 'split-lines', 'explode', 'map-js'],
    ].flatMap((stage) =>
      [5, null, undefined, { a: 1 }].map((argument): [unknown, string] => [
        staged({ stage, argument }),
        `plan.pipeline.stages[0].argument: expected what ${stage} takes, found `,
      ]),
    ),
    ...[
      [{ stage: 'top', argument: { count: 3 } }, '--top: expected --by FIELD right after it'],
      [{ stage: 'top', argument: { count: '3', by: [['a']] } }, '--top: expected a number'],
      [{ stage: 'top', argument: 3 }, '--top: expected --by FIELD'],
      [{ stage: 'sample', argument: { rate: 2 } }, '--sample: expected a rate'],
      [{ stage: 'sample', argument: { count: -1 } }, '--sample: expected a number'],
      [{ stage: 'sample', argument: { count: 1, seed: 'x' } }, '--seed: expected a whole number'],
      [{ stage: 'sample', argument: 5 }, 'expected what sample takes, found 5'],
      [{ stage: 'sort', argument: { by: [], memory: 'x' } }, '--sort-memory: expected bytes'],
      [{ stage: 'sort', argument: { by: [{ field: 'a' }] } }, 'expected what sort takes'],
      [{ stage: 'unique', argument: { fields: [['a']], within: 0 } }, '--within: expected'],
      [
        { stage: 'group', argument: { fields: [['a']], aggregates: [{ name: 'x', call: 'x' }] } },
        '--agg: expected calls of',
      ],
    ].map(([stage, message]): [unknown, string] => [staged(stage), message as string]),
    [{ ...PLAN, lenient: true, engine: 'kernel' }, 'lenient: only the engine sax repairs'],
  ])('%o is none', async (plan, message) => {
    expect(() => checkPlan(plan)).toThrow(UsageError)
    expect(() => checkPlan(plan)).toThrow(message)
    await expect(run(plan as never)).rejects.toThrow(message)
  })
})
