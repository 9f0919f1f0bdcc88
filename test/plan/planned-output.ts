// Turns a random combination into the text that is read and the plan that is run.

import type { Pipeline, Plan, PlannedStage } from '../../src/plan/plan.ts'
import type { Writing } from '../../src/record/writing.ts'
import type { Combination, Document, Framing, Leg, Outlet, Rec, Step } from './random-output.ts'

/** What is read, as text. */
export function textOf({ items, isCut }: Document, framing: Framing): string {
  const whole = isCut ? items.slice(0, -1) : items
  const records = whole.map((item) => (item ? elementOf(item) : '<r><i>7</j></r>'))
  if (framing === 'children') return `<a>${records.join('\n')}${isCut ? '' : '</a>'}`
  return `${records.join('')}${isCut ? '<r><i>7</i>' : ''}`
}

function elementOf(record: Rec): string {
  const fields = Object.entries(record).map(([name, value]) => {
    const values = Array.isArray(value) ? value : [value ?? '']
    return values.map((text) => `<${name}>${escaped(text)}</${name}>`).join('')
  })
  return `<r>${fields.join('')}</r>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** The plan of a combination, for files in `folder`; `descriptorOf` answers with one that is open already. */
export function planOf(
  combination: Combination,
  inputs: string[],
  folder: string,
  descriptorOf: (outlet: Outlet) => number,
): Plan {
  const { framing, engine, onError, maxErrors, trunk, legs } = combination
  const pipelineOf = ({ steps, outlet }: Leg): Pipeline => {
    const { way, format, compression, columns, isAppended, rotate } = outlet
    const writing: Writing = {
      ...(way === 'descriptor' && { format: `${format}${compression}` }),
      ...(columns && { columns }),
      ...(isAppended && { append: true }),
      ...(way.endsWith('rotate') && { rotate }),
    }
    const to =
      way === 'descriptor'
        ? `/dev/fd/${descriptorOf(outlet)}`
        : `${folder}/${destinationOf(outlet)}`
    return { stages: steps.map((step) => stageOf(step, folder)), to: [to], writing }
  }
  const [only] = legs
  const stages = trunk.map((step) => stageOf(step, folder))
  const pipeline =
    legs.length === 1 && only
      ? { ...pipelineOf(only), stages: [...stages, ...pipelineOf(only).stages] }
      : { stages, branches: legs.map(pipelineOf) }
  return {
    inputs,
    record: 'r',
    engine,
    onError: onError === 'quarantine' ? { quarantine: `${folder}/quarantine` } : onError,
    ...(maxErrors !== undefined && { maxErrors }),
    ...(framing === 'fragments' && { fragments: true }),
    pipeline,
  }
}

export function destinationOf(outlet: Outlet): string {
  const stem = outlet.way.startsWith('template') ? `${outlet.name}/{k}` : outlet.name
  return `${stem}${suffixOf(outlet)}`
}

export function suffixOf({ format, compression }: Outlet): string {
  return `.${format === 'text' ? 'txt' : format}${compression}`
}

function stageOf(step: Step, folder: string): PlannedStage {
  if (step.do === 'tee')
    return { stage: 'tee', argument: `${folder}/${destinationOf(step.outlet)}` }
  if (step.do === 'filter') {
    return { stage: 'filter', argument: { field: ['k'], operator: '=', value: step.value } }
  }
  if (step.do === 'select') {
    const columns = step.columns.map(({ name, field }) => ({ name, field: [field] }))
    return { stage: 'select', argument: columns }
  }
  return { stage: step.do, argument: step.count }
}
