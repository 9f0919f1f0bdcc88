// Applies a shape to a plan: what it says of fields becomes part of the plan's mapping.

import { UsageError } from '../core/errors.ts'
import type { Mapping } from '../mapping/mapping.ts'
import type { SqlType } from '../record/writing.ts'
import { type ShapeColumn, shapeColumns } from '../shape/columns.ts'
import { readShape } from '../shape/read-shape.ts'
import { shapeMapping } from '../shape/shape-mapping.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'
import type { ColumnTypes } from '../stages/column-types.ts'
import type { Columns } from '../stages/stage.ts'
import { type Pipeline, type Plan, type PlannedStage, STDOUT } from './plan.ts'
import { stageNamed } from './stages.ts'

/** What changes the names of fields, which a shape has as they usually are. */
const CHANGES_NAMES: Partial<Record<keyof Mapping, string>> = {
  attributes: '--attrs',
  attributePrefix: '--attr-prefix',
  textKey: '--text-key',
  namespaces: '--ns',
  prefixes: '--ns-map',
  dialect: '--map',
}

/**
 * The plan with what a shape says of its records: arrays, types, and the columns of tables. `text` is that of a file that
 * `cosax infer` wrote, `file` what errors call it.
 *
 * @throws UsageError when it is no shape, or the plan's mapping names fields otherwise.
 *
 * @example
 * ```js
 * import { applyShape, run } from 'cosax'
 *
 * const shape = `{
 *   "cosax": "shape", "version": 1, "pattern": "book", "record": { "count": 3 },
 *   "fields": [{ "path": "year", "type": "integer", "count": 3 }]
 * }`
 * const stages = [{ stage: 'select', argument: [{ name: 'year', field: ['year'] }] }]
 * const plan = { inputs: ['fixtures/books.xml'], pipeline: { stages } }
 * await run(applyShape(plan, shape, 'book.shape.json'))
 * ```
 * ```text
 * {"year":1968}
 * {"year":1978}
 * {"year":1985}
 * ```
 */
export function applyShape(plan: Plan, text: string, file: string): Plan {
  const known = plan.mapping ?? {}
  for (const [key, flag] of Object.entries(CHANGES_NAMES)) {
    const value = known[key as keyof Mapping]
    const isUsual = value === undefined || value === 'prefix' || value === 'keep'
    if (!isUsual)
      throw new UsageError(`--shape: does not go with ${flag}, which names fields otherwise`)
  }
  const shape = readShape(text, file)
  const { array = [], typed } = shapeMapping(shape, known.types === 'auto')
  const arrays = [...new Set([...array, ...(known.array ?? [])])]
  return {
    ...plan,
    record: plan.record ?? shape.pattern,
    pipeline: isPlain(plan) ? withShapeColumns(plan.pipeline, shapeColumns(shape)) : plan.pipeline,
    mapping: {
      ...known,
      ...(arrays.length > 0 && { array: arrays }),
      ...(typed !== undefined && { typed }),
    },
  }
}

/** Whether records have no other fields than the elements that they were. */
function isPlain({ withName, withSource, mapping = {} }: Plan): boolean {
  const { flatten, text, inner, ordered } = mapping
  return [withName, withSource, flatten, text, inner, ordered].every((each) => each === undefined)
}

interface Known {
  types: ColumnTypes
  /** The same, as SQL has them. */
  sql: ReadonlyMap<string, SqlType>
  /** The columns, where records have all of these and no others. */
  columns: Columns
}

function withShapeColumns(pipeline: Pipeline, columns: ShapeColumn[]): Pipeline {
  const types = new Map(columns.map(({ name, type }) => [name, type]))
  const sql = new Map(columns.map(({ name, sql }) => [name, sql]))
  return withColumns(pipeline, { types, sql, columns: [...types.keys()] })
}

/** Its writings know what columns there are for as long as stages keep the fields, and after that of what types they are. */
function withColumns(pipeline: Pipeline, before: Known, isBranch = false): Pipeline {
  const { stages, to, branches = [], writing } = pipeline
  const { types, sql, columns } = stages.reduce(after, before)
  const isWhole = columns === before.columns && types === before.types
  // what branches share has the columns of none of them
  const ends = to ?? (isBranch || branches.length > 0 ? [] : [STDOUT])
  const formats = ends.map((end) => formatOfDestination(end, writing).format)
  const hasColumns = formats.some(({ takes }) => takes.includes('columns'))
  const hasTypes = formats.some((format) => format.hasTypes)
  const hasSql = formats.some((format) => format.hasSqlTypes) && sql.size > 0
  const known = Object.fromEntries(types)
  const knows =
    columns !== undefined && isWhole && hasColumns && !writing?.columns
      ? { known }
      : hasTypes && types.size > 0 && { types: known }
  return {
    ...pipeline,
    ...(knows && {
      writing: { ...writing, ...knows, ...(hasSql && { sql: Object.fromEntries(sql) }) },
    }),
    ...(pipeline.branches && {
      branches: branches.map((branch) =>
        withColumns(branch, { types, sql, columns: isWhole ? columns : undefined }, true),
      ),
    }),
  }
}

function after({ types, sql, columns }: Known, { stage, argument }: PlannedStage): Known {
  const known = stageNamed(stage)
  return {
    types: known.types(argument, types),
    sql: moved(known.types(argument, sql as unknown as ColumnTypes)),
    columns: known.columns(argument, columns),
  }
}

/** Stages move types by name, whatever these are; of their own they have only that of what they count. */
function moved(types: ReadonlyMap<string, string>): ReadonlyMap<string, SqlType> {
  return new Map(
    [...types].map(([name, type]) => [name, type === 'integer' ? 'BIGINT' : type]),
  ) as ReadonlyMap<string, SqlType>
}
