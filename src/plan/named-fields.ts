// Finds the fields that a plan names, each with the stages before it.

import { readExpression } from '../expression/expression.ts'
import { type Node, nodesIn } from '../expression/grammar.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { type Field, parseField } from '../record/field.ts'
import { isTemplate } from '../sinks/template.ts'
import type { Json, Pipeline, PlannedStage } from './plan.ts'
import { stageNamed } from './stages.ts'

export interface NamedField {
  field: Field
  /** What the record has passed when it is looked for. */
  before: PlannedStage[]
  /** Whether something is compared with it, as if it were a text whose quotes were forgotten. */
  isCompared: boolean
  /** Whether it may be at the end of any path. */
  isAnywhere?: true
}

/** The fields that a mapping names; of names that were flattened or made of a shape none. */
export function mappedFields(mapping: Mapping = {}): NamedField[] {
  const { array = [], text = [], inner = [], flatten, typed } = mapping
  if (flatten !== undefined || typed !== undefined) return []
  return [...array, ...text, ...inner].map((path) => ({
    field: parseField(path.replace(/^\/\//, '')),
    before: [],
    isCompared: false,
    ...(path.startsWith('//') && { isAnywhere: true as const }),
  }))
}

export function namedFields(pipeline: Pipeline, before: PlannedStage[] = []): NamedField[] {
  const { stages, to = [], writing, branches = [] } = pipeline
  const found: NamedField[] = []
  const passed = [...before]
  for (const planned of stages) {
    const fields = fieldsIn(planned)
    found.push(...fields.map((named) => ({ ...named, before: [...passed] })))
    if (stageNamed(planned.stage).makesRecords) return found
    passed.push(planned)
  }
  const columns = (writing?.columns ?? []).map(parseField)
  const templates = to
    .filter(isTemplate)
    .flatMap((text) =>
      [...text.matchAll(/(?<!\{)\{([^{}]+)\}/g)].map(([, name = '']) => parseField(name)),
    )
  for (const field of [...columns, ...templates]) {
    found.push({ field, before: passed, isCompared: false })
  }
  return [...found, ...branches.flatMap((branch) => namedFields(branch, passed))]
}

function fieldsIn({ stage, argument }: PlannedStage): Omit<NamedField, 'before'>[] {
  const expression =
    stage === 'where' ? argument : (argument as { expression?: Json } | null)?.expression
  if (typeof expression === 'string') return fieldsOfExpression(expression)
  return fieldsOfJson(argument).map((field) => ({ field, isCompared: false }))
}

function fieldsOfExpression(text: string): Omit<NamedField, 'before'>[] {
  return readExpression(text, (tree) => {
    const nodes = [...nodesIn(tree)]
    const compared = new Set<Node>()
    for (const node of nodes) {
      if (node.type === 'binary' && /^(?:!|=)?=$/.test(node.operator)) compared.add(node.right)
    }
    return nodes.flatMap((node) =>
      node.type === 'field' ? [{ field: node.field, isCompared: compared.has(node) }] : [],
    )
  })
}

/** Lists of names, wherever they are in the argument of a stage. */
function fieldsOfJson(argument: Json): Field[] {
  if (Array.isArray(argument)) {
    const isField = argument.length > 0 && argument.every((name) => typeof name === 'string')
    return isField ? [argument as Field] : argument.flatMap(fieldsOfJson)
  }
  return typeof argument === 'object' && argument !== null
    ? Object.values(argument).flatMap(fieldsOfJson)
    : []
}
