// Says why a job cannot be gone on with after an interruption, where it cannot.

import { type Stats, statSync } from 'node:fs'
import { UsageError } from '../core/errors.ts'
import { engineFor } from '../engine/engine.ts'
import type { Pipeline, Plan, PlannedStage } from '../plan/plan.ts'
import { reachedBy } from '../plan/reached.ts'
import { isPostgres } from '../postgres/address.ts'
import type { Writing } from '../record/writing.ts'
import { formatOfDestination, isStandard, nameOf } from '../sinks/destination-format.ts'
import { isFar } from '../sinks/far-destination.ts'
import { isTemplate } from '../sinks/template.ts'
import { isPlain } from '../sources/plain-file.ts'
import { encodingOf, isUtf8 } from './input-encoding.ts'
import { whyNotKept } from './kept-stages.ts'

/** @throws UsageError with the reason. */
export function refuseWhatCannot(plan: Plan): void {
  const reason = ofPlan(plan) ?? ofInputs(plan) ?? ofStages(plan.pipeline) ?? ofSinks(plan)
  if (reason !== undefined) throw new UsageError(`--checkpoint: ${reason}`)
}

function ofPlan(plan: Plan): string | undefined {
  if (plan.records) return '--records: lines of JSON are read from their start only'
  if (engineFor(plan) !== 'kernel')
    return '--engine sax: only the engine kernel can begin inside a document'
  if (plan.follow) return '--follow: a file that is followed has no end'
  if (plan.fragments) return '--fragments: a row of documents is read from its start only'
  return undefined
}

function ofInputs({ inputs, dtd = [], encoding }: Plan): string | undefined {
  for (const input of [...inputs, ...dtd]) {
    if (input === '-') return 'stdin: what was read of it cannot be read again: expected a file'
    if (/^[a-z-]+:\/\//i.test(input)) {
      return `${input}: what comes from elsewhere may be another document next time: expected a file`
    }
    const kind = kindOf(input)
    if (kind && !kind.isFile()) {
      return `${input}: what was read of it cannot be read again: expected a file`
    }
    // whoever reads it says what else is wrong; what is compressed is looked at then
    if (!kind || dtd.includes(input) || !isPlain(input)) continue
    const found = encoding ?? encodingOf(input)
    if (!isUtf8(found)) return `${input} is in ${found}, and only UTF-8 can be read from a place on`
  }
  return undefined
}

function ofStages({ stages, branches = [] }: Pipeline): string | undefined {
  const all: PlannedStage[] = stages
  for (const stage of all) {
    const reason = whyNotKept(stage)
    if (reason !== undefined) return `--${stage.stage}: ${reason}`
  }
  for (const branch of branches) {
    const reason = ofStages(branch)
    if (reason !== undefined) return reason
  }
  return undefined
}

function ofSinks({ pipeline, onError }: Plan): string | undefined {
  const quarantine: [string, Writing][] =
    typeof onError === 'object' ? [[onError.quarantine, { live: true }]] : []
  for (const [destination, writing] of [...reachedBy(pipeline, true), ...quarantine]) {
    const reason = ofSink(destination, writing)
    if (reason !== undefined) return `${nameOf(destination)}: ${reason}`
  }
  return undefined
}

/** Why what a run writes to a destination could not be gone on with, if it could not. */
export function ofSink(destination: string, writing: Writing = {}): string | undefined {
  const { format, isMany } = formatOfDestination(destination, writing)
  if (isPostgres(destination))
    return 'its rows are written in one transaction, which no other run can go on with'
  if (isFar(destination)) return 'what was sent elsewhere cannot be taken back: expected a file'
  if (isStandard(destination))
    return 'what was written there cannot be taken back: expected --to with a file'
  if (!format.isResumable) return `${format.title} cannot be gone on with in the middle`
  if (!isForFiles(destination))
    return 'what was written there cannot be taken back: expected a file'
  if (writing.append && isMany)
    return '--append: files that are only begun later could not be cut back'
  return undefined
}

/** Whether what is written there is files. */
export function isForFiles(destination: string): boolean {
  return isTemplate(destination) || (kindOf(destination)?.isFile() ?? true)
}

/** What a file is; nothing if it is not there, or cannot be: whoever opens it says why. */
function kindOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
