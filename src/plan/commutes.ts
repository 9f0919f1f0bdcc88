// Finds out which steps mean the same on records in the usual form as on those of a mapping.

import { fieldsRead } from '../expression/program.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { PREFIX, TEXT_KEY } from '../record/record.ts'
import type { StageStep } from '../stages/stage.ts'

/** Whether a step may run before records are mapped. */
export type Commutes = (step: StageStep) => boolean

/** The steps that may run on records which the kernel writes as a mapping says: undefined for all of them. */
export function readAsWritten(mapping: Mapping = {}): Commutes | undefined {
  const { textKey, attributes, attributePrefix = PREFIX, namespaces = 'keep', flatten } = mapping
  const { prefixes, text = [], inner = [] } = mapping
  const whole = new Set([...text, ...inner].map((path) => path.replace('//', '')))
  // fields are not where the kernel meets them
  if (mapping.dialect !== undefined) return readsNothing
  if (flatten !== undefined) {
    return (step) => step.do !== 'edit' && !('columns' in step) && step.do !== 'test'
  }
  const isNested = attributes === 'nest'
  const isUsual = textKey === undefined && !isNested
  if (isUsual && namespaces === 'keep' && prefixes === undefined && whole.size === 0)
    return undefined
  // what has a key of its own there is no field to the kernel
  const isOwn = (name: string) =>
    whole.has(name) ||
    (textKey !== undefined && (name === textKey || name === TEXT_KEY)) ||
    (isNested && (name === attributePrefix || name.startsWith(PREFIX)))
  return (step) => step.do !== 'edit' && !fieldsRead(step).flat().some(isOwn)
}

function readsNothing({ do: what }: StageStep): boolean {
  return what === 'skip' || what === 'head' || what === 'count' || what === 'lines'
}

/** If records are mapped, the steps that may run before. None may when that could fail for a name. */
export function commutingWith(mapping: Mapping = {}, withName?: string): Commutes {
  const { flatten, typed, dialect, attributes = 'prefix' } = mapping
  const isMoved = flatten !== undefined || dialect !== undefined || withName !== undefined
  const hasAttributes = attributes === 'prefix' || attributes === 'drop'
  const prefix = mapping.attributePrefix ?? PREFIX
  return (step) => {
    if (isMoved) return false
    if (readsNothing(step) && step.do !== 'lines') return true
    if (step.do !== 'test' || !hasAttributes || typed !== undefined) return false
    return step.field.every((name) => {
      const isText = name === TEXT_KEY || name === mapping.textKey
      if (isText) return mapping.textKey === undefined
      const isAttribute = name.startsWith(PREFIX) || name.startsWith(prefix)
      return !isAttribute || (attributes === 'prefix' && prefix === PREFIX)
    })
  }
}
