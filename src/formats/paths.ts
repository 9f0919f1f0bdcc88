// Finds the paths of the values in records, as tables name their columns.

import { type Dictionary, isDictionary, TEXT_KEY, type Value } from '../record/record.ts'

/**
 * The paths under which the values of these records stand, in the order of first appearance. A field that holds a
 * dictionary in some records and a text or an array in others is one, as is what is in it. `onPath` is called with
 * each new path and the number of paths.
 */
export function pathsIn(
  records: readonly Value[],
  onPath: (path: string, count: number) => void = () => {},
): string[] {
  const paths = new Set<string>()
  const empty = new Set<string>() // where nothing but null was found
  const whole = new Set<string>()
  for (const record of records) {
    for (const [path, value] of valuesIn(record)) {
      if (!paths.has(path)) onPath(path, paths.add(path).size)
      if (value !== null) whole.add(path)
    }
  }
  const ways = new Set<string>()
  for (const path of paths) for (const way of waysTo(path)) ways.add(way)
  for (const path of paths) if (!whole.has(path)) empty.add(path)
  const found = new Set<string>()
  for (const path of paths) {
    const around = waysTo(path).find((way) => whole.has(way))
    const isNothing = empty.has(path) && (ways.has(path) || (path === TEXT_KEY && paths.size > 1))
    if (!isNothing) found.add(around ?? path)
  }
  return [...found]
}

/** The values in a record by their paths; a record without fields is its own text. */
export function* valuesIn(record: Value, way = ''): Generator<[path: string, value: Value]> {
  if (!hasFields(record)) yield [TEXT_KEY, record]
  else {
    for (const name of Object.keys(record)) {
      const value = record[name] as Value
      if (hasFields(value)) yield* valuesIn(value, `${way}${name}/`)
      else yield [way + name, value]
    }
  }
}

/** How many there are. */
export function leavesOf(record: Value): number {
  if (!hasFields(record)) return 1
  let leaves = 0
  for (const name of Object.keys(record)) {
    const value = record[name] as Value
    leaves += typeof value === 'object' ? leavesOf(value) : 1
  }
  return leaves
}

/** `a` and `a/b`, of `a/b/c`. */
export function waysTo(path: string): string[] {
  const ways: string[] = []
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
    ways.push(path.slice(0, end))
  }
  return ways
}

export function hasFields(value: Value | undefined): value is Dictionary {
  return isDictionary(value) && Object.keys(value).length > 0
}
