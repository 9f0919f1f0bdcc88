// Has records bring the names of their elements to XML that is written, where nobody has said what they are called there.

import { formatOf } from '../formats/formats.ts'
import { placeOf } from '../sinks/manner.ts'
import { destinationsOf, type Pipeline, type Plan, type PlannedStage } from './plan.ts'
import { stageNamed } from './stages.ts'

/** The field in which a name travels: no element has this one. */
const FIELD = '<element>'

/** The same plan, with names in a field of their own, if every way to a destination can have them or needs none. */
export function withElementNames(plan: Plan): Plan {
  const { withName, mapping, pipeline } = plan
  const isNamed = withName !== undefined || mapping?.dialect === 'jsonml'
  if (isNamed || mapping?.namespaces === 'expand' || !writesXml(pipeline)) return plan
  const places: Places = { named: new Set(), unnamed: new Set() }
  const carrying = carried(pipeline, places)
  const isClear = [...places.named].every((place) => !places.unnamed.has(place))
  if (!carrying || !isClear || places.named.size === 0) return plan
  return { ...plan, withName: FIELD, pipeline: carrying }
}

/** Where records are written that bring their names, and those that have none. */
interface Places {
  named: Set<string>
  unnamed: Set<string>
}

/** The pipeline with names on the way to its ends; undefined where somebody would see them. */
function carried(pipeline: Pipeline, places: Places): Pipeline | undefined {
  const stages: PlannedStage[] = []
  for (const { stage: name, argument } of pipeline.stages) {
    const stage = stageNamed(name)
    const steps = stage.lower?.(argument) ?? []
    if (stage.fields || steps.some((step) => step.do === 'count')) {
      // names end here, as records do: nothing behind has to know
      addPlaces(pipeline, places.unnamed)
      return { ...pipeline, stages: [...stages, ...pipeline.stages.slice(stages.length)] }
    }
    const kept = stage.keeping?.(argument, FIELD) ?? argument
    const isKept = stage.columns(kept, [FIELD])?.includes(FIELD) ?? false
    if (!isKept || steps.some((step) => step.do === 'lines')) return undefined
    stages.push({ stage: name, argument: kept })
  }
  const ends = destinationsOf(pipeline)
  const { writing, branches = [] } = pipeline
  if (writing?.element !== undefined) return undefined
  if (!ends.every((destination) => isXml(destination, pipeline))) return undefined
  for (const destination of ends) places.named.add(placeOf(destination))
  const others: Pipeline[] = []
  for (const branch of branches) {
    const other = carried(branch, places)
    if (!other) return undefined
    others.push(other)
  }
  return {
    stages,
    ...(ends.length > 0 && { to: ends, writing: { ...writing, element: `{${FIELD}}` } }),
    ...(others.length > 0 && { branches: others }),
  }
}

function addPlaces(pipeline: Pipeline, places: Set<string>): void {
  for (const destination of destinationsOf(pipeline)) places.add(placeOf(destination))
  for (const branch of pipeline.branches ?? []) addPlaces(branch, places)
}

function writesXml(pipeline: Pipeline): boolean {
  const isWritten = destinationsOf(pipeline).some((destination) => isXml(destination, pipeline))
  return isWritten || (pipeline.branches ?? []).some(writesXml)
}

function isXml(destination: string, { writing }: Pipeline): boolean {
  return formatOf(destination, writing?.format).format.name === 'xml'
}
