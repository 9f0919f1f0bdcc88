// Provides random plans: every stage, trees of branches, and few destinations, so that they often meet.

import fc from 'fast-check'
import type { Operator } from '../../src/expression/predicate.ts'
import type { Json, Pipeline, Plan, PlannedStage } from '../../src/plan/plan.ts'
import { ATTRIBUTES, ELEMENTS, RECORDS, TEXTS } from './random-document.ts'

/** Two of them are one sink, and one does not take lines. */
export const DESTINATIONS = ['-', '/dev/stdout', 'a.jsonl', 'b.jsonl', 'c.csv']

/** The field of the element's name. */
export const WITH_NAME = 'kind'

/** Names that a selection may give. */
const GIVEN = ['n', 'a', 'b', 'a/b', 'n/b', '#text', '__proto__', 'a/#text']

const ATTRIBUTE = fc.constantFrom(...ATTRIBUTES.map((name) => `@${name}`))
const ELEMENT = fc.constantFrom(...ELEMENTS)
const LAST = fc.oneof(
  ELEMENT,
  ELEMENT,
  ATTRIBUTE,
  fc.constantFrom('#text', WITH_NAME, 'n', 'was-a', 'was-b'),
)
const FIELD: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(LAST) },
  { weight: 2, arbitrary: fc.tuple(fc.oneof(ELEMENT, fc.constant('n')), LAST) },
  { weight: 1, arbitrary: fc.tuple(ELEMENT, LAST, LAST) },
)
const FIELDS = fc.uniqueArray(FIELD, { minLength: 1, maxLength: 3, selector: String })

const NUMBER = fc.constantFrom('7', '7', '7.0', '10', '-2.5', '0')
const TEXT = fc.constantFrom(...TEXTS, '', ' 7 ', '<a>')
const EXPRESSION = fc.constantFrom('^7', '7', 'x|N', '^$', '\\d\\d')

const OPERATORS: Operator[] = ['=', '!=']
const ORDERS: Operator[] = ['<', '<=', '>', '>=']
const PREDICATE = fc.oneof(
  predicate(['exists', 'absent'], fc.constant('')),
  predicate(OPERATORS, TEXT),
  predicate(ORDERS, NUMBER),
  predicate(['~'], EXPRESSION),
  predicate(OPERATORS, fc.constantFrom(...RECORDS), fc.constant([WITH_NAME])),
)

function predicate(
  operators: Operator[],
  value: fc.Arbitrary<string>,
  field: fc.Arbitrary<string[]> = FIELD,
): fc.Arbitrary<Json> {
  return fc.record({ field, operator: fc.constantFrom(...operators), value })
}

const NAME = FIELD.map((field) => field.join('/'))
const QUOTED = TEXT.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`)
const LITERAL = fc.oneof(QUOTED, NUMBER)
const EQUALITY = fc.constantFrom('==', '=', '!=')
const ORDER = fc.constantFrom(...ORDERS)

const SIMPLE = fc.oneof(
  NAME,
  NAME.map((name) => `!${name}`),
  joined(NAME, EQUALITY, LITERAL),
  joined(NAME, EQUALITY, NAME),
  joined(LITERAL, EQUALITY, NAME),
  joined(NAME, ORDER, fc.oneof(NUMBER, NAME)),
  joined(NUMBER, ORDER, NAME),
  joined(NAME, ORDER, fc.constant('"7"')),
  joined(NAME, fc.constantFrom('+ 1 >', '% 2 ==', '* -1 <'), NUMBER),
  joined(NAME, fc.constant('~'), fc.constant('"^[17]"')),
  fc.array(LITERAL, { minLength: 1 }).chain((list) => {
    return joined(NAME, fc.constant(`in (${list.join(', ')})`))
  }),
  called(fc.constantFrom('contains', 'startsWith', 'endsWith'), NAME, QUOTED),
  called(fc.constantFrom('contains', 'startsWith'), NAME, NAME),
  joined(called(fc.constantFrom('len', 'count', 'number', 'date'), NAME), ORDER, NUMBER),
  joined(called(fc.constantFrom('lower', 'trim', 'text'), NAME), EQUALITY, QUOTED),
  joined(called(fc.constant('join'), NAME, QUOTED), EQUALITY, QUOTED),
  joined(NAME, ORDER, QUOTED),
  joined(NAME, ORDER, NAME),
  joined(NAME, EQUALITY, fc.constantFrom('true', 'false', 'null')),
  fc.array(LITERAL, { minLength: 1 }).chain((list) => {
    return joined(NAME, fc.constant(`not in (${list.join(', ')})`))
  }),
  joined(called(fc.constant('default'), NAME, LITERAL), EQUALITY, LITERAL),
  joined(called(fc.constant('if'), NAME, NAME, LITERAL), EQUALITY, LITERAL),
)

/** An expression for --where. */
export const RANDOM_CONDITION: fc.Arbitrary<string> = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    SIMPLE,
    joined(tie('condition'), fc.constant('&&'), tie('condition')),
    joined(tie('condition'), fc.constant('||'), tie('condition')),
    joined(tie('condition'), fc.constantFrom('and', 'or'), tie('condition')),
    tie('condition').map((condition) => `!(${condition})`),
    tie('condition').map((condition) => `not ${condition}`),
    tie('condition').map((condition) => `(${condition})`),
  ),
})).condition

function called(name: fc.Arbitrary<string>, ...given: fc.Arbitrary<string>[]) {
  return fc.tuple(name, ...given).map(([word, ...values]) => `${word}(${values.join(', ')})`)
}

function joined(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(' '))
}

const COLUMNS = fc.uniqueArray(
  fc
    .tuple(FIELD, fc.option(fc.constantFrom(...GIVEN), { nil: undefined }))
    .map(([field, name]) => ({ name: name ?? field.join('/'), field })),
  { minLength: 1, maxLength: 4, selector: ({ name }) => name },
)

/** Nothing else makes these names: one that the record has already would be a failure. */
const RENAMINGS = FIELDS.map((fields) =>
  fields.map((field) => ({ name: `was-${field.join('-')}`, field })),
)

const ASSIGNMENT = fc.record({
  name: fc.constantFrom('set', '__proto__', 'n', 'a', 'b'),
  expression: fc.oneof(RANDOM_CONDITION, NAME, LITERAL, joined(NAME, fc.constant('* 2'))),
})

const FUNCTION = fc.constantFrom(
  'record => record',
  'record => record?.a',
  '(record, i) => i % 2 ? [record, { i }] : undefined',
)

const DESTINATION = fc.constantFrom(...DESTINATIONS)
const COUNT = fc.constantFrom(0, 1, 1, 2, 3, 5)

const ORDER_FIELDS = FIELDS.chain((fields) =>
  fc.tuple(
    ...fields.map((field) => fc.record({ field: fc.constant(field), descending: fc.boolean() })),
  ),
)
const MEMORY = fc.constantFrom(1, 1000, 1_000_000)
const CALLS = [
  'sum',
  'mean',
  'min',
  'max',
  'first',
  'last',
  'p50',
  'p99.9',
  'distinct',
  'count',
  'numbers',
]
const AGGREGATES = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom(...CALLS), FIELD)
    .map(([call, field]) => ({ name: `${call}(${field.join('/')})`, call, field })),
  { minLength: 1, maxLength: 3, selector: ({ name }) => name },
)

/** What stages are given, and how often. */
export const ARGUMENTS: [weight: number, stage: string, argument: fc.Arbitrary<Json>][] = [
  [4, 'filter', PREDICATE],
  [4, 'where', RANDOM_CONDITION],
  [4, 'select', COLUMNS],
  [2, 'drop', FIELDS],
  [2, 'rename', RENAMINGS],
  [2, 'set', ASSIGNMENT],
  [2, 'explode', FIELD],
  [1, 'split-lines', FIELDS],
  [1, 'map-js', FUNCTION],
  [2, 'head', COUNT],
  [2, 'skip', COUNT],
  [1, 'tail', COUNT],
  [1, 'count', fc.constant(null)],
  [2, 'count-by', FIELDS],
  [2, 'tee', DESTINATION],
  [2, 'sort', fc.record({ by: ORDER_FIELDS, memory: MEMORY })],
  [1, 'top', fc.record({ count: COUNT, by: FIELDS })],
  [1, 'top', fc.record({ count: COUNT, by: FIELDS, ascending: fc.boolean() })],
  [2, 'unique', fc.record({ fields: FIELDS })],
  [1, 'unique', fc.record({ fields: FIELDS, within: fc.constant(2) })],
  [1, 'sample', fc.record({ count: COUNT, seed: COUNT })],
  [1, 'sample', fc.record({ rate: fc.constant(0.5), seed: COUNT })],
  [2, 'group', fc.record({ fields: FIELDS, aggregates: AGGREGATES })],
  [1, 'stats', fc.constant(null)],
]

const STAGE = fc.oneof(
  ...ARGUMENTS.map(([weight, name, argument]) => ({ weight, arbitrary: stage(name, argument) })),
)

function stage(name: string, argument: fc.Arbitrary<Json>): fc.Arbitrary<PlannedStage> {
  return argument.map((made) => ({ stage: name, argument: made }))
}

const NO_BRANCHES = fc.constant<Pipeline[]>([])

function pipeline(depth: number): fc.Arbitrary<Pipeline> {
  const branches = depth > 0 ? fc.array(pipeline(depth - 1), { maxLength: 3 }) : NO_BRANCHES
  return fc.record(
    {
      stages: fc.array(STAGE, { maxLength: 4 }),
      to: fc.array(DESTINATION, { maxLength: 3 }),
      branches,
    },
    { requiredKeys: ['stages'] },
  )
}

export const RANDOM_PIPELINE: fc.Arbitrary<Pipeline> = pipeline(2)

const PATTERN = fc.constantFrom(RECORDS.join('|'), ...RECORDS, '/r/*', '//b', 'none')

const planWith = (withName: fc.Arbitrary<string>): fc.Arbitrary<Plan> =>
  fc
    .record(
      { record: PATTERN, withName, pipeline: RANDOM_PIPELINE },
      { requiredKeys: ['pipeline'] },
    )
    .map((plan) => ({ inputs: [], ...plan }))

/** A plan for documents as `RANDOM_DOCUMENT`, without inputs. */
export const RANDOM_PLAN: fc.Arbitrary<Plan> = planWith(fc.constant(WITH_NAME))

/** One of which the field for the name may be in a record already. */
export const CLASHING_PLAN: fc.Arbitrary<Plan> = planWith(
  fc.constantFrom(WITH_NAME, WITH_NAME, WITH_NAME, 'a', '@id', '#text', 'a/b'),
)
