// Holds a plan that was made by hand to its type: what is wrong is named by its place in the plan.

import { UsageError } from '../core/errors.ts'
import { checkMapping } from '../record/check-mapping.ts'
import { ARRAYS, ATTRIBUTES, DIALECTS, NAMESPACES, SCALARS, TYPES } from '../record/mapping.ts'
import { isEncoding } from '../xml/encodings.ts'
import { LIMITS } from '../xml/limits.ts'
import { checkWriting } from './check-writing.ts'
import { isKernel } from './engine.ts'
import { ENGINES, ENTITIES, type Plan, type PlannedStage } from './plan.ts'
import { stageNamed } from './stages.ts'

/** @throws UsageError when it is no plan, or one whose parts contradict each other. */
export function checkPlan(plan: unknown): asserts plan is Plan {
  PLAN(plan, 'plan')
  checkWriting((plan as Plan).pipeline)
  const { engine, lenient, follow, inputs, mapping, namespaces, onError, maxErrors } = plan as Plan
  if (lenient && engine === 'kernel') {
    throw new UsageError('lenient: only the engine sax repairs documents, not kernel')
  }
  if (mapping) checkMapping(mapping, namespaces)
  if (onError !== undefined && onError !== 'stop' && !isKernel(plan as Plan)) {
    throw new UsageError('--on-error: only the engine kernel goes on behind a fault, not sax')
  }
  if (maxErrors !== undefined && (onError ?? 'stop') === 'stop') {
    throw new UsageError('--max-errors: needs --on-error skip or --on-error quarantine=FILE')
  }
  if (follow && inputs.length > 1) {
    throw new UsageError('--follow: expected one file, found several')
  }
}

/** Refuses a value that is not of its kind, with its place. */
type Check = (value: unknown, place: string) => void

const text = kind('a text', (value) => typeof value === 'string')
const truth = kind('true or false', (value) => typeof value === 'boolean')
const limit = kind(
  'a whole number from 1',
  (value) => Number.isSafeInteger(value) && Number(value) >= 1,
)
const dictionary = kind(
  'an object',
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)
const array = kind('an array', Array.isArray)

const pipeline: Check = (value, place) => PIPELINE(value, place) // it holds others

const stage: Check = (value, place) => {
  STAGE(value, place)
  const { stage, argument } = value as PlannedStage
  const { describe } = stageNamed(stage)
  const isItsOwn = kind(`what ${stage} takes`, () => {
    try {
      return typeof describe(argument) === 'string'
    } catch (error) {
      if (error instanceof UsageError) throw error
      return false // it is of another shape
    }
  })
  isItsOwn(argument, `${place}.argument`)
}

const QUARANTINE = fields({ quarantine: text }, {})
const STAGE = fields({ stage: text }, { argument: () => {} })
const WRITING = fields(
  {},
  {
    format: text,
    columns: each(text),
    known: entries(oneOf([...SCALARS, 'json'])),
    guard: truth,
    root: text,
    element: text,
    prefixes: entries(text),
    rotate: fields({}, { records: limit, bytes: limit }),
    append: truth,
    files: limit,
  },
)
const PIPELINE = fields(
  { stages: each(stage) },
  { to: each(text), writing: WRITING, branches: each(pipeline) },
)
const MAPPING = fields(
  {},
  {
    attributes: oneOf(ATTRIBUTES),
    attributePrefix: text,
    textKey: text,
    array: each(text),
    arrays: oneOf(ARRAYS),
    types: oneOf(TYPES),
    typed: entries(oneOf(SCALARS)),
    keepSpace: truth,
    namespaces: oneOf(NAMESPACES),
    prefixes: entries(text),
    text: each(text),
    inner: each(text),
    ordered: truth,
    flatten: text,
    dialect: oneOf(DIALECTS),
  },
)
const PLAN = fields(
  { inputs: each(text), pipeline },
  {
    record: text,
    withName: text,
    withSource: text,
    onError: (value, place) => {
      if (typeof value === 'object') QUARANTINE(value, place)
      else oneOf(['stop', 'skip'])(value, place)
    },
    maxErrors: kind('a whole number', (value) => Number.isSafeInteger(value) && Number(value) >= 0),
    follow: truth,
    fragments: truth,
    timeout: limit,
    mapping: MAPPING,
    engine: oneOf(ENGINES),
    lenient: truth,
    entities: oneOf(ENTITIES),
    namespaces: truth,
    encoding: kind(
      'the name of an encoding, as in windows-1252',
      (value) => typeof value === 'string' && isEncoding(value),
    ),
    limits: fields({}, Object.fromEntries(Object.keys(LIMITS).map((name) => [name, limit]))),
  },
)

function kind(expected: string, isOfIt: (value: unknown) => boolean): Check {
  return (value, place) => {
    if (!isOfIt(value)) throw unexpected(place, expected, value)
  }
}

function oneOf(words: readonly string[]): Check {
  return kind(words.join(' or '), (value) => words.some((word) => word === value))
}

function each(check: Check): Check {
  return (value, place) => {
    array(value, place)
    for (const [i, item] of (value as unknown[]).entries()) check(item, `${place}[${i}]`)
  }
}

function entries(check: Check): Check {
  return (value, place) => {
    dictionary(value, place)
    for (const [name, entry] of Object.entries(value as object)) check(entry, `${place}.${name}`)
  }
}

function fields(needed: Record<string, Check>, optional: Record<string, Check>): Check {
  const checks = new Map(Object.entries({ ...needed, ...optional }))
  return (value, place) => {
    dictionary(value, place)
    const known = value as Record<string, unknown>
    for (const name of Object.keys({ ...needed, ...known })) {
      const check = checks.get(name)
      if (!check) throw new UsageError(`${place}: unknown key ${JSON.stringify(name)}`)
      if (name in needed || known[name] !== undefined) check(known[name], `${place}.${name}`)
    }
  }
}

function unexpected(place: string, expected: string, found: unknown): UsageError {
  return new UsageError(`${place}: expected ${expected}, found ${wordFor(found)}`)
}

function wordFor(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return 'an array'
  const isShort = value === null || !['object', 'function'].includes(typeof value)
  return isShort ? String(value) : 'an object'
}
