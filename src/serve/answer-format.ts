// Finds the format of what a client is sent.

import { destinationsOf, type Pipeline } from '../plan/plan.ts'
import { formatOfDestination, isStandardOutput } from '../sinks/destination-format.ts'

/** The name of the format, lines of JSON where nothing is sent. */
export function answerFormat(pipeline: Pipeline): string {
  return formatIn(pipeline) ?? 'jsonl'
}

function formatIn(pipeline: Pipeline): string | undefined {
  const { writing, branches = [] } = pipeline
  const destination = destinationsOf(pipeline).find(isStandardOutput)
  if (destination !== undefined) return formatOfDestination(destination, writing).format.name
  for (const branch of branches) {
    const found = formatIn(branch)
    if (found !== undefined) return found
  }
  return undefined
}
