// Turns the paths that were found into a shape.

import type { ScalarType } from '../record/record.ts'
import { set, TEXT_KEY } from '../record/record.ts'
import { KINDS, type Kind } from './kind.ts'
import type { Path } from './path.ts'
import type { Paths } from './paths.ts'
import { type FieldShape, type Found, SHAPE_VERSION, type Shape } from './shape.ts'
import type { Values } from './values.ts'

const MOST_ELEMENTS = 100

export function shapeOf(paths: Paths, pattern: string, isPartial = false): Shape {
  const { root } = paths
  return {
    cosax: 'shape',
    version: SHAPE_VERSION,
    pattern,
    ...(isPartial && { partial: true }),
    elements: mostFrequent(paths.elements),
    record: foundAt(root, typeOf(kindsBeside(root))),
    fields: fieldsBelow(root, ''),
  }
}

function mostFrequent(elements: ReadonlyMap<string, number>): Record<string, number> {
  const names = [...elements].sort(([, a], [, b]) => b - a).slice(0, MOST_ELEMENTS)
  const counts: Record<string, number> = {}
  for (const [name, count] of names) set(counts, name, count)
  return counts
}

function fieldsBelow(around: Path, way: string): FieldShape[] {
  return [...around.below.values()].flatMap((path) => {
    const whole = way + path.name
    // the text of an element is of one type, alone or beside its fields
    const kinds = path.name === TEXT_KEY ? kindsBeside(around) : kindsBeside(path)
    const { records, parents, most } = path
    const { type, count, ...rest } = foundAt(path, typeOf(kinds))
    const field: FieldShape = {
      path: whole,
      ...(type !== undefined && { type }),
      ...(most > 1 && { array: true }),
      count,
      records,
      parents,
      ...(most > 1 && { most }),
      ...rest,
    }
    return [field, ...fieldsBelow(path, `${whole}/`)]
  })
}

function foundAt({ values, count, empty, objects }: Path, type: ScalarType): Found {
  const isText = values.count > 0
  const kinds = kindsOf(values)
  const nothing = empty + values.empty
  return {
    ...(isText && { type }),
    count,
    ...(nothing > 0 && { empty: nothing }),
    ...(objects > 0 && { objects }),
    ...(kinds.length > 0 && { kinds: Object.fromEntries(kinds) as NonNullable<Found['kinds']> }),
    ...rangeOf(values),
    ...(values.longest > 0 && { longest: values.longest }),
    ...(isText && values.distinct !== undefined && { distinct: values.distinct }),
    ...(values.examples.length > 0 && { examples: values.examples }),
  }
}

/** The most frequent first. */
function kindsOf({ kinds }: Values): [Kind, number][] {
  return KINDS.map((kind, i): [Kind, number] => [kind, kinds[i] ?? 0])
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
}

/** What the texts of an element say, alone and beside its fields. */
function kindsBeside(element: Path): Set<Kind> {
  const beside = [...element.below.values()].filter(({ name }) => name === TEXT_KEY)
  return new Set(
    [element, ...beside].flatMap(({ values }) => kindsOf(values).map(([kind]) => kind)),
  )
}

/** The type that holds all of them, and says each with the characters it was written in. */
function typeOf(kinds: ReadonlySet<Kind>): ScalarType {
  const [first = 'text', ...others] = kinds
  const isOne = others.length === 0
  if (isOne && (first === 'integer' || first === 'boolean')) return first
  return [...kinds].every(isExact) && kinds.size > 0 ? 'number' : 'text'
}

function isExact(kind: Kind): boolean {
  return kind === 'integer' || kind === 'number'
}

const NUMBERS: readonly Kind[] = ['integer', 'number', 'decimal']

function rangeOf(values: Values): Pick<Found, 'min' | 'max'> {
  const kinds = kindsOf(values).map(([kind]) => kind)
  if (kinds.length === 0) return {}
  if (kinds.every((kind) => NUMBERS.includes(kind))) return { min: values.min, max: values.max }
  const [kind] = kinds
  const isOfDates = kinds.length === 1 && kind?.startsWith('date')
  return isOfDates ? { min: values.minText, max: values.maxText } : {}
}
