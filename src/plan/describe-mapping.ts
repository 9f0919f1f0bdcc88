// Turns a mapping into words for --explain.

import type { Mapping } from '../mapping/mapping.ts'

const WORDS: { [Key in keyof Mapping]-?: (value: NonNullable<Mapping[Key]>) => string } = {
  dialect: (name) => `as ${name}`,
  attributes: (how) => `attributes ${how}`,
  attributePrefix: (prefix) => `attribute prefix ${JSON.stringify(prefix)}`,
  textKey: (key) => `text key ${JSON.stringify(key)}`,
  array: (paths) => `array ${listed(paths)}`,
  arrays: (how) => `arrays ${how}`,
  types: (how) => `types ${how}`,
  typed: (types) => `typed ${listed(Object.entries(types).map((each) => each.join(' ')))}`,
  keepSpace: (isKept) => (isKept ? 'space kept' : ''),
  namespaces: (how) => `namespaces ${how}`,
  prefixes: (uris) => `prefix ${Object.entries(uris).map(([uri, prefix]) => `${prefix}=${uri}`)}`,
  text: (paths) => `text ${paths.join(',')}`,
  inner: (paths) => `inner ${paths.join(',')}`,
  ordered: (isOrdered) => (isOrdered ? 'ordered' : ''),
  flatten: (separator) => `flatten ${JSON.stringify(separator)}`,
}

const MOST = 6

/** The first of them, if there are many. */
function listed(items: string[]): string {
  const rest = items.length - MOST
  return rest > 1 ? `${items.slice(0, MOST)} and ${rest} more` : `${items}`
}

export function describeMapping(mapping: Mapping): string {
  return Object.entries(WORDS)
    .map(([key, word]) => {
      const value = mapping[key as keyof Mapping]
      return value === undefined ? '' : (word as (value: unknown) => string)(value)
    })
    .filter((words) => words !== '')
    .join(', ')
}
