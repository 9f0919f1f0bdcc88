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
    { ...PLAN, pipeline: { stages: [], to: ['-'], branches: [{ stages: [], to: ['a'] }] } },
    staged({ stage: 'filter', argument: { field: ['a'], operator: '=', value: '1' } }),
    staged({ stage: 'count', argument: null }),
    staged({ stage: 'select', argument: [{ name: 'a', field: ['b'] }] }),
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
    [{ ...PLAN, entities: true }, 'plan.entities: expected lenient or strict, found true'],
    [{ ...PLAN, lenient: 'yes' }, 'plan.lenient: expected true or false, found "yes"'],
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
    [staged('count'), 'plan.pipeline.stages[0]: expected an object, found "count"'],
    [staged({ argument: 1 }), 'plan.pipeline.stages[0].stage: expected a text, found undefined'],
    [staged({ stage: 'sort', argument: 1 }), 'unknown stage "sort"'],
    ...['filter', 'where', 'select', 'drop', 'count-by', 'tee'].flatMap((stage) =>
      [5, null, undefined, { a: 1 }].map((argument): [unknown, string] => [
        staged({ stage, argument }),
        `plan.pipeline.stages[0].argument: expected what ${stage} takes, found `,
      ]),
    ),
    [{ ...PLAN, lenient: true, engine: 'kernel' }, 'lenient: only the engine sax repairs'],
  ])('%o is none', async (plan, message) => {
    expect(() => checkPlan(plan)).toThrow(UsageError)
    expect(() => checkPlan(plan)).toThrow(message)
    await expect(run(plan as never)).rejects.toThrow(message)
  })
})
