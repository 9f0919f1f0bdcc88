// Turns the query of a request into a pipeline: flags without their dashes, of which none reaches a file or runs code.

import { UsageError } from '../core/errors.ts'
import { checkRecords } from '../plan/check-records.ts'
import { mayNeverEnd } from '../plan/endless.ts'
import type { Pipeline, Plan } from '../plan/plan.ts'
import { runsCommands } from '../plan/programs.ts'
import { stageNamed } from '../plan/stages.ts'
import { isStandardOutput } from '../sinks/destination-format.ts'
import { type Flag, GROUPS } from './flags/flag.ts'
import { FLAGS } from './flags/flags.ts'
import { requested } from './parse.ts'

const [, MAPPING, , , STAGES] = GROUPS
/** Flags beside those of the mapping and the stages. */
const OTHERS = new Set([
  '--record',
  '--with-name',
  '--format',
  '--columns',
  '--no-header',
  '--xml-root',
  '--xml-record',
])

/**
 * The plan of the server with the pipeline of the query.
 *
 * @throws UsageError for what a query must not ask for, or cannot be understood.
 */
export function planOfQuery(query: URLSearchParams, { limits, ...plan }: Plan): Plan {
  const uses = [...query].map(([name, text]): [Flag, string] => [flagOf(name), text])
  const { plan: own } = requested('run', { uses, files: [] })
  if (mayNeverEnd(own.pipeline)) {
    throw new UsageError('a regular expression, or code, that may take forever')
  }
  if (runsCommands(own.pipeline)) throw new UsageError('a pipeline in the address runs no command')
  if (reached(own.pipeline).some((destination) => !isStandardOutput(destination))) {
    throw new UsageError('a pipeline in the address writes no file')
  }
  const { record = plan.record, mapping = plan.mapping, withName = plan.withName } = own
  const asked: Plan = {
    ...plan,
    ...(limits && { limits }),
    pipeline: own.pipeline,
    ...(record !== undefined && { record }),
    ...(mapping && { mapping }),
    ...(withName !== undefined && { withName }),
  }
  checkRecords(asked)
  return asked
}

function flagOf(name: string): Flag {
  const flag = FLAGS.find(({ names }) => names.includes(`--${name}`))
  const isAllowed =
    flag && (flag.group === MAPPING || flag.group === STAGES || OTHERS.has(`--${name}`))
  if (isAllowed) return flag
  throw new UsageError(
    `${JSON.stringify(name)} is not for the address: expected flags about records and stages`,
  )
}

function reached({ stages, to = [], branches = [] }: Pipeline): string[] {
  const steps = stages.flatMap(({ stage, argument }) => stageNamed(stage).lower?.(argument) ?? [])
  return [
    ...steps.flatMap((step) => (step.do === 'lines' ? [step.destination] : [])),
    ...to,
    ...branches.flatMap(reached),
  ]
}
