// Applies a shape file to a plan: what it says of fields becomes part of the plan's mapping.

import { UsageError } from '../core/errors.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { type ColumnTypes, typesAfter } from '../plan/column-types.ts'
import { type Pipeline, type Plan, STDOUT } from '../plan/plan.ts'
import { type ShapeColumn, shapeColumns } from '../shape/columns.ts'
import { readShape } from '../shape/read-shape.ts'
import { shapeMapping } from '../shape/shape-mapping.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'
import { readText } from './read-text.ts'
import type { Request } from './request.ts'

/** What changes the names of fields, which a shape has as they usually are. */
const CHANGES_NAMES: Partial<Record<keyof Mapping, string>> = {
  attributes: '--attrs',
  attributePrefix: '--attr-prefix',
  textKey: '--text-key',
  namespaces: '--ns',
  prefixes: '--ns-map',
  dialect: '--map',
}

/** @throws InputError when the file cannot be read, UsageError when it is no shape or the mapping has other names. */
export function applyShape({ plan }: Request, file: string): void {
  const known = plan.mapping ?? {}
  for (const [key, flag] of Object.entries(CHANGES_NAMES)) {
    const value = known[key as keyof Mapping]
    const isUsual = value === undefined || value === 'prefix' || value === 'keep'
    if (!isUsual)
      throw new UsageError(`--shape: does not go with ${flag}, which names fields otherwise`)
  }
  const shape = readShape(readText(file), file)
  const { array = [], typed } = shapeMapping(shape, known.types === 'auto')
  const arrays = [...new Set([...array, ...(known.array ?? [])])]
  plan.record ??= shape.pattern
  if (isPlain(plan)) know(plan.pipeline, { types: typesIn(shapeColumns(shape)), areAll: true })
  plan.mapping = {
    ...known,
    ...(arrays.length > 0 && { array: arrays }),
    ...(typed !== undefined && { typed }),
  }
}

/** Stages behind which records have the fields that they came with. */
const KEEP_FIELDS = ['filter', 'where', 'head', 'skip', 'sample', 'unique', 'sort', 'top', 'tee']

/** Whether records have no other fields than the elements that they were. */
function isPlain({ withName, withSource, mapping = {} }: Plan): boolean {
  const { flatten, text, inner, ordered } = mapping
  return [withName, withSource, flatten, text, inner, ordered].every((each) => each === undefined)
}

interface Known {
  types: ColumnTypes
  /** Whether records have all these fields, in this order, and no others. */
  areAll: boolean
}

function typesIn(columns: ShapeColumn[]): ColumnTypes {
  return new Map(columns.map(({ name, type }) => [name, type]))
}

/** Tells what is written what columns there are for as long as stages keep the fields, and after that of what types they are. */
function know(pipeline: Pipeline, before: Known, isBranch = false): void {
  const { stages, to, branches = [], writing } = pipeline
  const types = stages.reduce((known, stage) => typesAfter(stage, known), before.types)
  const areAll = before.areAll && stages.every(({ stage }) => KEEP_FIELDS.includes(stage))
  // what branches share has the columns of none of them
  const ends = to ?? (isBranch || branches.length > 0 ? [] : [STDOUT])
  const formats = ends.map((end) => formatOfDestination(end, writing).format)
  const hasColumns = formats.some(({ takes }) => takes.includes('columns'))
  const hasTypes = formats.some((format) => format.hasTypes)
  const known = Object.fromEntries(types)
  if (areAll && hasColumns && !writing?.columns) {
    pipeline.writing = { ...writing, known }
  } else if (hasTypes && types.size > 0) {
    pipeline.writing = { ...writing, types: known }
  }
  for (const branch of branches) know(branch, { types, areAll }, true)
}
