// Runs a plan as a job: from its start, from the last checkpoint of an interrupted run, or to the names of its files.

import { isDeepStrictEqual } from 'node:util'
import { StageError, UsageError } from '../core/errors.ts'
import { XmlError } from '../engine/xml-error.ts'
import { checkPlan } from '../plan/check-plan.ts'
import type { Plan } from '../plan/plan.ts'
import type { Report, RunOptions } from '../plan/report.ts'
import { runIn } from '../plan/run.ts'
import { version } from '../process/version.ts'
import { identitiesOf } from '../sinks/claims.ts'
import { identityOf } from '../sources/identity.ts'
import { filesRead } from '../sources/open.ts'
import { appear } from './appear.ts'
import type { Job as JobIdentity, Progress, Written } from './checkpoint.ts'
import { CheckpointFile } from './checkpoint-file.ts'
import { Job, reportOf } from './job.ts'
import { isRunning } from './owner.ts'
import type { Pacing } from './pace.ts'
import { refuseWhatCannot } from './refusals.ts'

export interface Resumed {
  /** Records that were found before. */
  records: number
  /** Faults that were left out before: records, and what was wrong between two. */
  bad: { records: number; others: number }
}

export interface JobOptions extends RunOptions {
  checkpoint: string
  pacing: Pacing
  onResume?: (resumed: Resumed) => void
}

/** @throws UsageError for a plan that cannot be gone on with, or a checkpoint of another job; what `run` throws. */
export async function runJob(plan: Plan, options: JobOptions): Promise<Report> {
  const { checkpoint: path, pacing, onResume, ...rest } = options
  const { onWarning = () => {}, reads = [] } = rest
  checkPlan(plan)
  refuseWhatCannot(plan)
  refusePlace(path, plan)
  const file = new CheckpointFile(path)
  const identity = identityOfJob(plan)
  const found = file.read()
  if (found && isRunning(found.owner)) {
    throw new UsageError(`--checkpoint: ${path}: process ${found.owner.pid} is at work on it`)
  }
  if (found) checkSame(path, found.job, identity)
  const progress = found?.done.phase === 'reading' ? found.done : undefined
  if (found) {
    const { records, bad, badRecords } = found.done.report
    onResume?.({ records, bad: { records: badRecords, others: bad - badRecords } })
  }
  if (found?.done.phase === 'written') {
    onWarning(`cosax: ${path}: all was written already: files get their names`)
    const report = finish(found.done)
    file.remove()
    return report
  }
  if (progress) onWarning(`cosax: ${path}: going on after ${whereIs(progress, plan)}`)
  const job = new Job({ file, identity, progress, pacing })
  try {
    const report = await runIn(job, plan, { ...rest, reads: [...reads, path] })
    file.remove()
    return report
  } catch (error) {
    const isOfInput = error instanceof XmlError || error instanceof StageError // it would come again
    if (!job.giveUp() && job.last?.phase === 'reading' && !isOfInput) {
      onWarning(`cosax: ${path}: the same command goes on after ${whereIs(job.last, plan)}`)
    }
    throw error
  }
}

/** @throws UsageError when the checkpoint would take the place of an input. */
function refusePlace(path: string, { inputs, dtd = [] }: Plan): void {
  if (path === '' || path === '-') throw new UsageError('--checkpoint: expected the name of a file')
  const own = identitiesOf(path)
  for (const input of [...inputs, ...dtd]) {
    if (identitiesOf(input).some((identity) => own.includes(identity)))
      throw new UsageError(`--checkpoint: ${path}: this run reads it: expected another file`)
  }
}

function identityOfJob(plan: Plan): JobIdentity {
  const files = filesRead([...plan.inputs, ...(plan.dtd ?? [])]).map(String)
  return {
    version: version(),
    folder: process.cwd(),
    plan: JSON.parse(JSON.stringify(plan)) as Plan,
    files: files.map((name) => [name, identityOf(name)]),
  }
}

const ANEW = 'run that one, or remove the checkpoint to begin anew'

/** @throws UsageError when the checkpoint is of another job. */
function checkSame(path: string, before: JobIdentity, now: JobIdentity): void {
  const refused = (fact: string, advice = ANEW) =>
    new UsageError(`--checkpoint: ${path}: ${fact}: ${advice}`)
  if (before.version !== now.version) {
    throw refused(`is of cosax ${before.version}, this is ${now.version}`)
  }
  if (before.folder !== now.folder) {
    throw refused(`is of a run in ${before.folder}, this is in ${now.folder}`)
  }
  const names = new Set([...Object.keys(before.plan), ...Object.keys(now.plan)]) as Set<keyof Plan>
  const other = [...names].filter((name) => !isDeepStrictEqual(before.plan[name], now.plan[name]))
  if (other.length > 0) throw refused(`is of another command, with other ${other.join(' and ')}`)
  for (const [i, [name, identity]] of now.files.entries()) {
    if (isDeepStrictEqual(before.files[i]?.[1], identity)) continue
    throw refused(`${name} has changed since it was read`, 'remove the checkpoint to begin anew')
  }
}

function whereIs({ place, report }: Progress, { inputs }: Plan): string {
  const { input, inside } = place
  const count = String(report.records).replace(/\B(?=(?:\d{3})+$)/g, ',')
  if (report.records === 0 && !inside && input === 0) return 'the start'
  const line = inside ? `, at line ${inside.lines + 1} of ${inputs[input]}` : ''
  return `record ${count}${line}`
}

/** Gives files the names that they have not got yet. */
function finish({ files, report, written }: Written): Report {
  appear(files)
  return { ...reportOf(report), written }
}
