// Has records bring the names of their elements to XML that is written, and leave them out for other formats.

import { ELEMENT_FIELD } from '../record/element-field.ts'
import { TEXT_KEY } from '../record/record.ts'
import { writtenTo } from '../sinks/destination-format.ts'
import { destinationsOf, type Json, type Pipeline, type Plan, type PlannedStage } from './plan.ts'
import { stageNamed } from './stages.ts'

/** The same plan, with names in a field of their own on the way to XML. */
export function withElementNames(plan: Plan): Plan {
  const { withName, mapping, pipeline } = plan
  if (plan.records) return plan // which have none
  const isNamed = withName !== undefined || mapping?.dialect === 'jsonml'
  if (isNamed || mapping?.namespaces === 'expand' || !writesXml(pipeline)) return plan
  const isBareKnown = mapping?.dialect !== 'badgerfish'
  const carrying = carried(pipeline, isBareKnown ? (mapping?.textKey ?? TEXT_KEY) : null)
  if (!writesNamed(carrying)) return plan
  // its records may be arrays, which are nowhere else beside a name
  if (mapping?.dialect === 'parker' && takesNamesAway(carrying)) return plan
  return { ...plan, withName: ELEMENT_FIELD, pipeline: carrying }
}

/** Whether names are taken away somewhere. */
export function takesNamesAway({ stages, branches = [] }: Pipeline): boolean {
  return stages.some(({ stage }) => stage === 'without-name') || branches.some(takesNamesAway)
}

/** The pipeline with names on the way to XML; `textKey` is what `without-name` takes. */
function carried(pipeline: Pipeline, textKey: string | null): Pipeline {
  const stages: PlannedStage[] = []
  for (const [i, planned] of pipeline.stages.entries()) {
    const { stage: name, argument } = planned
    const stage = stageNamed(name)
    const steps = stage.lower?.(argument) ?? []
    const rest = { ...pipeline, stages: pipeline.stages.slice(i) }
    // names end here, as records do: no later stage has to know
    const isEnd = stage.fields !== undefined || steps.some((step) => step.do === 'count')
    if (isEnd) return { ...rest, stages: [...stages, ...rest.stages] }
    const lines = steps.find((step) => step.do === 'lines')
    if (lines && !isXml(lines.destination)) {
      const tee = { stages: [withoutName(textKey)], to: [lines.destination] }
      const after = { ...rest, stages: rest.stages.slice(1) }
      return { stages, branches: [tee, carried(explicit(after), textKey)] }
    }
    const kept = stage.keeping?.(argument, ELEMENT_FIELD) ?? argument
    const isKept = stage.columns(kept, [ELEMENT_FIELD])?.includes(ELEMENT_FIELD) ?? false
    // a selection that nothing is left of is another nothing than that of an empty element
    if (!isKept || (textKey === null && name === 'drop') || setsText(planned, textKey)) {
      return { ...rest, stages: [...stages, withoutName(textKey), ...rest.stages] }
    }
    if (name === 'select') textKey = null
    stages.push({ stage: name, argument: kept })
  }
  return { ...ends(pipeline, textKey), stages }
}

/** Where records go after the last stage: XML first, then all others, without names. */
function ends(pipeline: Pipeline, textKey: string | null): Omit<Pipeline, 'stages'> {
  const { writing, branches = [] } = pipeline
  const all = destinationsOf(pipeline)
  const named = all.filter((destination) => isXml(destination, writing?.format))
  const others = all.filter((destination) => !named.includes(destination))
  const how = writing && { writing }
  const unnamed = { stages: [withoutName(textKey)], to: others, ...how }
  const parts = [
    ...(others.length > 0 ? [unnamed] : []),
    ...branches.map((branch) => carried(branch, textKey)),
  ]
  return {
    ...(named.length > 0 && { to: named, ...how }),
    ...(parts.length > 0 && { branches: parts }),
  }
}

function withoutName(textKey: string | null): PlannedStage {
  return { stage: 'without-name', argument: textKey }
}

/** Whether a stage makes the text of a record, which is then none that it came with. */
function setsText({ stage, argument }: PlannedStage, textKey: string | null): boolean {
  return stage === 'set' && (argument as { name: Json }).name === textKey
}

function explicit(pipeline: Pipeline): Pipeline {
  const to = destinationsOf(pipeline)
  return to.length === 0 ? pipeline : { ...pipeline, to }
}

function writesXml(pipeline: Pipeline): boolean {
  return reaches(pipeline, () => false)
}

/** Whether records with their names reach XML. */
function writesNamed(pipeline: Pipeline): boolean {
  return reaches(pipeline, ({ stage, argument }) => {
    const { fields, lower } = stageNamed(stage)
    const isCount = lower?.(argument)?.some((step) => step.do === 'count')
    return stage === 'without-name' || fields !== undefined || isCount === true
  })
}

/** Whether there is a way to XML on which no stage is an end. */
function reaches(pipeline: Pipeline, isEnd: (stage: PlannedStage) => boolean): boolean {
  for (const planned of pipeline.stages) {
    if (isEnd(planned)) return false
    const steps = stageNamed(planned.stage).lower?.(planned.argument) ?? []
    if (steps.some((step) => step.do === 'lines' && isXml(step.destination))) return true
  }
  const { writing, branches = [] } = pipeline
  const isWritten = destinationsOf(pipeline).some((to) => isXml(to, writing?.format))
  return isWritten || branches.some((branch) => reaches(branch, isEnd))
}

function isXml(destination: string, format?: string): boolean {
  return writtenTo(destination, format).format.name === 'xml'
}
