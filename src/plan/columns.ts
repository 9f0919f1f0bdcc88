// Finds the columns of the records that reach each destination, as far as stages fix them before any record comes.

import { placeOf } from '../sinks/destination-format.ts'
import type { Columns } from '../stages/stage.ts'
import { destinationsOf, type Pipeline } from './plan.ts'
import { stageNamed } from './stages.ts'

/** Answers with the columns of a destination: those of all records that reach it, on whatever way. */
export function columnsReaching(pipeline: Pipeline): (destination: string) => Columns {
  const known = new Map<string, Columns>()

  function reach(destination: string, columns: Columns): void {
    const place = placeOf(destination)
    const others = known.get(place)
    const isFirst = !known.has(place)
    known.set(place, isFirst ? columns : others && columns && [...new Set([...others, ...columns])])
  }

  function walk(part: Pipeline, before: Columns): void {
    let columns = before
    for (const { stage: name, argument } of part.stages) {
      const stage = stageNamed(name)
      for (const step of stage.lower?.(argument) ?? []) {
        if (step.do === 'lines') reach(step.destination, columns)
      }
      columns = stage.columns(argument, columns)
    }
    for (const destination of destinationsOf(part)) reach(destination, columns)
    for (const branch of part.branches ?? []) walk(branch, columns)
  }

  return (destination) => {
    if (known.size === 0) walk(pipeline, undefined) // not before it is asked for
    const columns = known.get(placeOf(destination))
    return columns?.length === 0 ? undefined : columns // no format has tables without a column
  }
}
