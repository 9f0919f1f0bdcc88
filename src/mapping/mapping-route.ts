// Decides what the records of a mapping can be made from.

import { type EngineChoice, engineFor } from '../engine/engine.ts'
import { PREFIX } from '../record/record.ts'
import type { Mapping } from './mapping.ts'

/** The field in which the kernel gives the name of a record that is to be mapped: no other field has this name. */
export const NAME_FIELD = '@'

/**
 * Where records of a mapping are made: the kernel may write them (`kernel`), or those in the usual form that are
 * then mapped (`record`), or nothing but events (`events`).
 */
export type MappingRoute = 'kernel' | 'record' | 'events'

/** That of the records of a document, by the engine that reads it. */
export function mappingRoute({
  mapping = {},
  ...choice
}: EngineChoice & { mapping?: Mapping }): MappingRoute {
  if (engineFor(choice) !== 'kernel') return 'events'
  if (isKnownToKernel(mapping)) return 'kernel'
  return readsEvents(mapping) ? 'events' : 'record'
}

/** Whether records in the usual form lack what a mapping needs. */
function readsEvents(mapping: Mapping): boolean {
  const { keepSpace, namespaces = 'keep', prefixes, text, inner, ordered, dialect } = mapping
  const isOfNames = namespaces !== 'keep' || prefixes !== undefined
  const isOfContent = text !== undefined || inner !== undefined || ordered || keepSpace
  return isOfNames || isOfContent === true || dialect === 'badgerfish' || dialect === 'jsonml'
}

/** What the kernel has room for, and JSON would not escape. */
const PLAIN_PREFIX = /^[\x20-\x7e]{0,8}$/

/** Whether the kernel writes records of this mapping. */
function isKnownToKernel(mapping: Mapping): boolean {
  const { attributes = 'prefix', array = [], arrays: _, types = 'strings', ...rest } = mapping
  const { attributePrefix: __, keepSpace = false, ordered = false, ...others } = rest
  const { namespaces = 'keep', ...unknown } = others
  if (attributes === 'nest' || types !== 'strings' || namespaces !== 'keep') return false
  if (keepSpace || ordered || !Object.values(unknown).every((value) => value === undefined)) {
    return false
  }
  const prefix = prefixOf(mapping)
  if (prefix !== undefined && (!PLAIN_PREFIX.test(prefix) || /["\\]/.test(prefix))) return false
  return array.every((path) => {
    const name = path.replace(/^\/\//, '')
    // the name of an attribute has its flags without the prefix
    return (
      !name.includes('/') && (prefix === undefined || prefix === '' || !name.startsWith(prefix))
    )
  })
}

/** What stands before the names of attributes; undefined if they are left out. */
export function prefixOf({
  attributes,
  attributePrefix = PREFIX,
}: Mapping = {}): string | undefined {
  if (attributes === 'drop') return undefined
  return attributes === 'merge' ? '' : attributePrefix
}
