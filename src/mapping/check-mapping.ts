// Refuses a mapping whose parts contradict each other, or that would write what no field can name.

import { type Check, each, entries, fields, oneOf, text, truth } from '../core/checks.ts'
import { UsageError } from '../core/errors.ts'
import { SCALARS } from '../record/record.ts'
import { ARRAYS, ATTRIBUTES, DIALECTS, type Mapping, NAMESPACES, TYPES } from './mapping.ts'

/** The type of a mapping. */
export const MAPPING: Check = fields(
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

/** What does not go with a dialect, by its flag. */
const NOT_WITH: Partial<Record<NonNullable<Mapping['dialect']>, [keyof Mapping, string][]>> = {
  jsonml: [
    ['array', '--array'],
    ['arrays', '--arrays'],
    ['textKey', '--text-key'],
    ['typed', '--shape'],
    ['ordered', '--ordered'],
    ['flatten', '--flatten'],
  ],
  badgerfish: [['namespaces', '--ns']],
  parker: [['ordered', '--ordered']],
}

/** @throws UsageError when it cannot be. `hasNamespaces` says whether names have any. */
export function checkMapping(mapping: Mapping, hasNamespaces = true): void {
  const { dialect, namespaces, prefixes, attributes, attributePrefix, textKey, flatten } = mapping
  for (const [key, flag] of (dialect && NOT_WITH[dialect]) ?? []) {
    if (mapping[key] !== undefined)
      throw new UsageError(`${flag}: does not go with --map ${dialect}`)
  }
  if (!hasNamespaces && (namespaces === 'expand' || prefixes !== undefined)) {
    const flag = prefixes === undefined ? '--ns expand' : '--ns-map'
    throw new UsageError(`${flag}: names have no namespaces with --no-namespaces`)
  }
  if (attributePrefix !== undefined && (attributes === 'merge' || attributes === 'drop')) {
    throw new UsageError(`--attr-prefix: does not go with --attrs ${attributes}`)
  }
  if (attributes === 'nest' && attributePrefix === '') {
    throw new UsageError('--attr-prefix: expected a name with --attrs nest')
  }
  for (const [flag, text] of [
    ['--attr-prefix', attributePrefix],
    ['--text-key', textKey],
  ] as const) {
    const fault =
      text?.includes('/') === true
        ? 'expected no /, which stands between names'
        : // JavaScript would put it before all others
          /^(?:0|[1-9]\d*)$/.test(text ?? '') && 'expected no number'
    if (fault) throw new UsageError(`${flag}: ${fault}, found ${JSON.stringify(text)}`)
  }
  if (textKey === '') throw new UsageError('--text-key: expected a name')
  if (flatten === '') throw new UsageError('--flatten: expected what stands between names, as in .')
}
