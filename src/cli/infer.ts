// Performs `cosax infer`: reads documents for what their records are made of, and writes it.

import { EVERY_CHILD, parsePattern } from '../engine/pattern.ts'
import { destinationsOf } from '../plan/plan.ts'
import { scan } from '../plan/scan.ts'
import { infer } from '../shape/infer.ts'
import { jsonSchema } from '../shape/json-schema.ts'
import { Paths } from '../shape/paths.ts'
import type { Shape } from '../shape/shape.ts'
import { shapeOf } from '../shape/shape-of.ts'
import { sql } from '../shape/sql.ts'
import { typescript } from '../shape/typescript.ts'
import { writeShape } from '../shape/write-shape.ts'
import { checkDestinations, writeText } from '../sinks/text.ts'
import { filesRead } from '../sources/open.ts'
import { reportNoRecords, warnUnless } from './diagnostics.ts'
import type { Request } from './request.ts'
import { untilInterrupted } from './signals.ts'

export async function inferShape({
  plan,
  limit,
  writes,
  reads,
  isQuiet,
}: Request): Promise<number> {
  const { record = EVERY_CHILD, pipeline, mapping: _, withName: __, ...scanning } = plan
  const paths = new Paths()
  const report = { records: 0, seen: new Map<string, number>() }
  const pattern = parsePattern(record)
  const open = () => infer({ pattern, paths, report })
  const textNow = (isPartial: boolean) => WRITERS[writes](shapeOf(paths, record, isPartial))
  const destinations = destinationsOf(pipeline)
  checkDestinations(destinations, [...filesRead(plan.inputs), ...(plan.dtd ?? []), ...reads])
  try {
    const isWhole = await untilInterrupted((signal) =>
      scan(scanning, {
        open,
        signal,
        onWarning: warnUnless(isQuiet),
        ...(limit !== undefined && { limit }),
      }),
    )
    if (!isQuiet && report.records === 0 && report.seen.size > 0)
      reportNoRecords(plan.record, report.seen)
    await writeText(textNow(!isWhole), destinations)
  } catch (error) {
    const isPrintedToo = report.records > 0 && destinations.includes('-')
    if (isPrintedToo) await writeText(textNow(true), ['-'])
    throw error
  }
  return 0
}

const WRITERS: Record<Request['writes'], (shape: Shape) => string> = {
  shape: writeShape,
  'json-schema': (shape) => jsonSchema(shape, titleOf(shape)),
  typescript: (shape) => typescript(shape, titleOf(shape)),
  sql: (shape) => sql(shape, titleOf(shape)),
}

/** The name of the records' element, if they have one. */
function titleOf({ elements }: Shape): string {
  const [name = 'record', ...others] = Object.keys(elements)
  return others.length === 0 ? name : 'record'
}
