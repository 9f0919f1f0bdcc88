// Has records come with their places where they are sent to a stream, which knows messages by these.

import { isNats } from '../nats/address.ts'
import { NO_FIELD } from '../record/provenance.ts'
import type { Origins } from '../sinks/published.ts'
import { identityOf } from '../sources/identity.ts'
import { filesRead } from '../sources/open.ts'
import { sizeOf } from '../sources/size.ts'
import type { Pipeline, Plan } from './plan.ts'
import { runsCommands } from './programs.ts'
import { reachedBy } from './reached.ts'

/** Whether records are sent to a stream. */
export function reachesStream(pipeline: Pipeline): boolean {
  return reachedBy(pipeline, true).some(([destination]) => isNats(destination))
}

/** The same plan, whose records come one by one and with their places where that means something. */
export function withPlaces(plan: Plan): Plan {
  if (plan.withSource !== undefined || !reachesStream(plan.pipeline)) return plan
  return { ...plan, withSource: NO_FIELD }
}

/** Undefined where a place is not that of one record in every run: of what is read twice, or comes back from a command. */
export function originsOf(plan: Plan): Origins | undefined {
  const { inputs, follow, pipeline, ...rest } = plan
  if (!reachesStream(pipeline)) return undefined
  if (follow || runsCommands(pipeline) || new Set(inputs).size < inputs.length) return undefined
  return {
    work: wordsOf({ ...rest, pipeline }),
    identityOf(file) {
      const [path] = inputs.includes(file) ? filesRead([file]) : []
      const isFile = typeof path === 'string' && sizeOf(path) !== undefined
      const identity = isFile ? identityOf(path) : null
      return identity === null ? undefined : JSON.stringify(identity)
    },
  }
}

/** All but the streams, whose subjects are known where messages are named. */
export function wordsOf(plan: Partial<Plan>): string {
  return JSON.stringify(plan, (_, value) =>
    typeof value === 'string' && isNats(value) ? 'stream' : value,
  )
}
