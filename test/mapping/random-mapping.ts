// Provides random mappings for documents as in random-xml.ts: every option, alone and with others.

import fc from 'fast-check'
import { checkMapping } from '../../src/mapping/check-mapping.ts'
import { ARRAYS, ATTRIBUTES, type Mapping, NAMESPACES, TYPES } from '../../src/mapping/mapping.ts'
import { PRESETS } from '../../src/mapping/presets.ts'
import { SCALARS } from '../../src/record/record.ts'

const STEP = fc.constantFrom('a', 'a', 'b', '@id', 'id', '_id', 'p:a', 'ü-1', '__proto__', '@')
const PATH = fc
  .tuple(
    fc.constantFrom('', '', '//'),
    fc.array(STEP, { minLength: 1, maxLength: 3 }).map((steps) => steps.join('/')),
  )
  .map((parts) => parts.join(''))
const PATHS = fc.uniqueArray(PATH, { minLength: 1, maxLength: 4 })
const CONTENT_PATHS = fc.uniqueArray(fc.constantFrom('a', 'b', '//b', 'a/a', 'x:a', '{u}a'), {
  minLength: 1,
  maxLength: 2,
})

const OPTIONS: { [Key in keyof Mapping]-?: fc.Arbitrary<Mapping[Key]> } = {
  attributes: fc.constantFrom(...ATTRIBUTES),
  attributePrefix: fc.constantFrom('_', '', '@', '@@', '__proto_', '"', '\\', 'nine-long', 'a/'),
  textKey: fc.constantFrom('value', 'id', 'a', '$', '__proto__', '#text'),
  array: PATHS,
  arrays: fc.constantFrom(...ARRAYS),
  types: fc.constantFrom(...TYPES),
  typed: fc.dictionary(PATH, fc.constantFrom(...SCALARS), { maxKeys: 3 }),
  keepSpace: fc.boolean(),
  namespaces: fc.constantFrom(...NAMESPACES),
  prefixes: fc.dictionary(fc.constantFrom('u', 'v', 'w'), fc.constantFrom('x', '', 'q'), {
    minKeys: 1,
  }),
  text: CONTENT_PATHS,
  inner: CONTENT_PATHS,
  ordered: fc.boolean(),
  flatten: fc.constantFrom('.', '_', '/'),
  dialect: fc.constantFrom('badgerfish', 'parker', 'jsonml'),
}

/** Options that change nothing of what the kernel finds come more often: there are two ways for them. */
const WEIGHTS: Partial<Record<keyof Mapping, number>> = {
  attributes: 5,
  attributePrefix: 2,
  textKey: 3,
  keepSpace: 3,
  namespaces: 4,
  array: 4,
  arrays: 2,
  types: 6,
  typed: 3,
  flatten: 3,
  dialect: 4,
}

const OPTION: fc.Arbitrary<Mapping> = fc.oneof(
  ...Object.entries(OPTIONS).map(([key, arbitrary]) => ({
    weight: WEIGHTS[key as keyof Mapping] ?? 1,
    arbitrary: (arbitrary as fc.Arbitrary<unknown>).map((value) => ({ [key]: value })),
  })),
)

/** A mapping that contradicts itself in nothing. */
export const MAPPING: fc.Arbitrary<Mapping> = fc
  .oneof(
    fc.array(OPTION, { minLength: 1, maxLength: 4 }).map((parts) => Object.assign({}, ...parts)),
    fc.constantFrom(...Object.values(PRESETS)),
  )
  .filter((mapping: Mapping) => {
    try {
      checkMapping(mapping)
      return true
    } catch {
      return false
    }
  })
