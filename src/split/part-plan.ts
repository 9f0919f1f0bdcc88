// Turns a plan into that of one part: what the manifest says of the document, and files that are named by the part.

import { isDeepStrictEqual } from 'node:util'
import { UsageError } from '../core/errors.ts'
import { columnsReaching } from '../plan/columns.ts'
import { destinationsOf, type Pipeline, type Plan } from '../plan/plan.ts'
import { stageNamed } from '../plan/stages.ts'
import { isPostgres, postgresAddress } from '../postgres/address.ts'
import { formatOfDestination, nameOf } from '../sinks/destination-format.ts'
import { renamed, type Written, writtenBy } from './destinations.ts'
import {
  areDone,
  labelOf,
  makeFolders,
  named,
  refuseOthers,
  refuseShared,
  tidy,
} from './outputs.ts'
import type { Deciding, Part } from './part.ts'
import { refuseWays } from './refused.ts'

export interface PartOfPlan {
  plan: Plan
  /** Whether all that it is to write is there already. */
  isDone: boolean
  /** The stages whose results are of the part only, by their flags. */
  partial: string[]
  /** Makes the folders that it writes to. */
  prepare(): void
  /** Removes what runs of it have left there that were killed; called when it is done. */
  tidy(): void
}

/** @throws UsageError for a plan that is not one of this part, or that would write something else than a part of the whole. */
export function planOfPart(asked: Plan, part: Part): PartOfPlan {
  refuseWays(asked)
  const plan = withDeciding(asked, part.parsing)
  const { pipeline, onError } = plan
  const records = writtenBy(pipeline)
  const quarantine = typeof onError === 'object' ? [{ destination: onError.quarantine }] : []
  const all = [...records, ...quarantine]
  refuseShared(all, part)
  refuseAdded(records)
  if (part.parts > 1) refuseGuesses(records, pipeline)
  const label = labelOf(part, plan)
  refuseOthers(all, label)
  const own = renamed(plan, (destination) => named(destination, label))
  if (part.part > 1) own.pipeline = withoutHeader(own.pipeline)
  return {
    plan: { ...own, inputs: [part.file] },
    isDone: areDone(records, label),
    partial: part.parts > 1 ? partialStages(pipeline) : [],
    prepare: () => makeFolders(all, label),
    tidy: () => tidy(all, label),
  }
}

const FLAGS = {
  record: '--record',
  namespaces: '--no-namespaces',
  encoding: '--encoding',
  entities: '--entities',
  dtd: '--dtd',
} as const

/** What decides where documents are cut is said once; limits may be others. */
function withDeciding(plan: Plan, { limits, ...deciding }: Deciding): Plan {
  for (const [key, flag] of Object.entries(FLAGS) as [keyof typeof FLAGS, string][]) {
    if (plan[key] === undefined || isDeepStrictEqual(plan[key], deciding[key])) continue
    const made =
      deciding[key] === undefined ? 'without it' : `with ${JSON.stringify(deciding[key])}`
    const found = plan[key] === false ? '' : `, found ${JSON.stringify(plan[key])}`
    throw new UsageError(`${flag}: the manifest was made ${made}${found}`)
  }
  const both = { ...limits, ...plan.limits }
  return { ...plan, ...deciding, ...(Object.keys(both).length > 0 && { limits: both }) }
}

/** @throws UsageError for what would be added twice if a part is read again. */
function refuseAdded(destinations: readonly Written[]): void {
  const again = 'a part that is run again would add its records again'
  if (destinations.some(({ writing }) => writing?.append)) {
    throw new UsageError(`--append: ${again}`)
  }
  for (const { destination } of destinations) {
    if (!isPostgres(destination) || postgresAddress(destination).mode === 'upsert') continue
    throw new UsageError(`${nameOf(destination)}: ${again}: expected mode=upsert`)
  }
}

/** @throws UsageError for tables that would have other columns in each part. */
function refuseGuesses(destinations: readonly Written[], pipeline: Pipeline): void {
  const columnsOf = columnsReaching(pipeline)
  for (const { destination, writing, isTee } of destinations) {
    const { format } = formatOfDestination(destination, writing)
    if (!format.takes.includes('maxColumns')) continue
    const columns = writing?.columns ?? writing?.known ?? columnsOf(destination)
    if (columns === undefined) {
      throw new UsageError(
        `${nameOf(destination)}: parts may have other columns of ${format.title}: name them, with --columns or --select`,
      )
    }
    if (isTee && format.takes.includes('header')) {
      throw new UsageError(
        `--tee ${nameOf(destination)}: a header in each part: use --branch with --to`,
      )
    }
  }
}

/** Only the first part of a table begins with the names of its columns. */
function withoutHeader(pipeline: Pipeline): Pipeline {
  const { writing, branches } = pipeline
  const hasHeader = destinationsOf(pipeline).some((destination) => {
    const { format, isMany } = formatOfDestination(destination, writing)
    return format.takes.includes('header') && !isMany
  })
  const { bom: _, ...rest } = writing ?? {}
  return {
    ...pipeline,
    ...(hasHeader && { writing: { ...rest, header: false } }),
    ...(branches && { branches: branches.map(withoutHeader) }),
  }
}

function partialStages({ stages, branches = [] }: Pipeline): string[] {
  const own = stages
    .filter(({ stage, argument }) => stageNamed(stage).parts(argument) !== 'alone')
    .map(({ stage }) => `--${stage}`)
  return [...new Set([...own, ...branches.flatMap(partialStages)])]
}
