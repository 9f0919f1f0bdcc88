// Says why it could not be known when records of a stream are safe, where it could not.

import { UsageError } from '../core/errors.ts'
import { isNats, withoutLogin } from '../nats/address.ts'
import type { Pipeline, Plan } from '../plan/plan.ts'
import { reachedBy } from '../plan/reached.ts'
import { stageNamed } from '../plan/stages.ts'
import type { Writing } from '../record/writing.ts'
import { formatOfDestination, isStandard, nameOf } from '../sinks/destination-format.ts'
import { isFar } from '../sinks/far-destination.ts'
import { isForFiles, ofSink } from './refusals.ts'

/** Stages that are begun anew by each run, which is no loss. */
const ANEW = new Set(['head', 'skip', 'map-js'])

/** @throws UsageError with the reason. */
export function refuseUnsafe(plan: Plan, hasCheckpoint: boolean): void {
  const { inputs, pipeline, records, follow, onError } = plan
  const [input = ''] = inputs
  const shown = withoutLogin(inputs.find(isNats) ?? input)
  const refused = (fact: string) => new UsageError(`${shown}: ${fact}`)
  if (inputs.length > 1) throw refused('expected no other input beside a stream')
  if (!records) throw refused('a stream has records: expected --records')
  if (follow) throw refused('more is waited for anyway: expected no --follow')
  if (typeof onError === 'object') {
    throw refused('dead=SUBJECT takes what is no record: expected no --on-error quarantine')
  }
  const stage = unsafeStage(pipeline)
  if (stage !== undefined) {
    throw refused(`--${stage} holds records when their messages are done with: write them first`)
  }
  for (const [destination, writing] of reachedBy(pipeline, true)) {
    const reason = hasCheckpoint
      ? (ofSink(destination, writing) ?? ofEndless(plan, destination, writing))
      : ofSinkAlone(destination, writing)
    if (reason !== undefined) throw new UsageError(`${nameOf(destination)}: ${reason}`)
  }
}

function unsafeStage({ stages, branches = [] }: Pipeline): string | undefined {
  const found = stages.find((each) => !ANEW.has(each.stage) && !isAlone(each))
  if (found) return found.stage
  for (const branch of branches) {
    const inside = unsafeStage(branch)
    if (inside !== undefined) return inside
  }
  return undefined
}

function isAlone(stage: Pipeline['stages'][number]): boolean {
  return stageNamed(stage.stage).parts(stage.argument) === 'alone'
}

/** A file that appears when the run has ended needs a run that ends. */
function ofEndless(
  { untilDrained }: Plan,
  _destination: string,
  writing: Writing = {},
): string | undefined {
  if (untilDrained || writing.append) return undefined
  return 'it would appear when the run has ended, which it does not: --append or --until-drained'
}

function ofSinkAlone(destination: string, writing: Writing = {}): string | undefined {
  if (isNats(destination) || isStandard(destination)) return undefined
  if (isFar(destination)) return 'nobody says when what was sent there is safe'
  const { format, compression, isMany } = formatOfDestination(destination, writing)
  if (!isForFiles(destination)) return undefined
  if (!writing.append) {
    return 'a file appears when a run has ended: --append adds records as they come, --checkpoint FILE writes each once'
  }
  const isPlain = ['jsonl', 'text'].includes(format.name) && !compression && !isMany
  return isPlain ? undefined : 'what is added to it may be held back: --checkpoint FILE'
}
