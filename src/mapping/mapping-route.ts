// Decides what the records of a mapping can be made from.

import { type EngineChoice, engineFor } from '../engine/engine.ts'
import { PREFIX } from '../record/record.ts'
import type { Mapping } from './mapping.ts'
import { XMLNS } from './naming.ts'

/** The field in which the kernel gives the name of a record that is to be mapped: no other field has this name. */
export const NAME_FIELD = '@'

/**
 * Where records of a mapping are made: the kernel may write them (`kernel`), or those in the usual form that are
 * then mapped (`record`), or nothing but events (`events`).
 */
export type MappingRoute = 'kernel' | 'record' | 'events'

/** What each part of a mapping asks for at least. */
const ROUTES: {
  [Key in keyof Mapping]-?: (value: NonNullable<Mapping[Key]>, mapping: Mapping) => MappingRoute
} = {
  attributes: (how, mapping) => (how !== 'nest' || nestsApart(mapping) ? 'kernel' : 'record'),
  attributePrefix: (_, mapping) => (isPlain(prefixOf(mapping)) ? 'kernel' : 'record'),
  textKey: (key, mapping) => (mayBeAttribute(key, mapping) ? 'record' : 'kernel'),
  array: (paths, mapping) =>
    paths.every((path) => isOneName(path, prefixOf(mapping))) ? 'kernel' : 'record',
  arrays: () => 'kernel',
  types: () => 'kernel',
  typed: () => 'record',
  // attributes must not be taken for children, beside which white space is no text
  keepSpace: (isKept, mapping) => (isKept && areChildren(mapping) ? 'events' : 'kernel'),
  // the names of attributes that nest must stay apart
  namespaces: (how, { attributes }) =>
    how === 'keep' || attributes !== 'nest' ? 'kernel' : 'events',
  // what is in no namespace, and declarations, have one name for all
  prefixes: (uris, { attributes }) =>
    attributes === 'nest' || Object.hasOwn(uris, '') || Object.hasOwn(uris, XMLNS)
      ? 'events'
      : 'kernel',
  text: contentRoute,
  inner: contentRoute,
  ordered: (isOrdered) => (isOrdered ? 'events' : 'kernel'),
  // a path may be what it becomes when it is flattened, and no record is flat with attributes that nest
  flatten: (separator, { array = [], attributes }) =>
    attributes === 'nest' || array.some((path) => path.includes(separator)) ? 'record' : 'kernel',
  dialect: (name, mapping) => DIALECT_ROUTES[name](mapping),
}

/** Where the content of fields is one text: the kernel knows them by one name, and writes no other form of text. */
function contentRoute(paths: string[], { dialect, flatten }: Mapping): MappingRoute {
  const areNames = paths.every((path) => isOneName(path, PREFIX))
  return areNames && dialect === undefined && flatten === undefined ? 'kernel' : 'events'
}

const DIALECT_ROUTES: Record<
  NonNullable<Mapping['dialect']>,
  (mapping: Mapping) => MappingRoute
> = {
  // what is declared is said among attributes, beside the text
  badgerfish: ({ attributes = 'prefix', attributePrefix, textKey = '', flatten }) =>
    attributes === 'prefix' &&
    attributePrefix === undefined &&
    flatten === undefined &&
    IS_SHORT_KEY.test(textKey)
      ? 'kernel'
      : 'events',
  // attributes would be beside what is absorbed
  parker: ({ attributes }) => (attributes === 'drop' ? 'kernel' : 'record'),
  jsonml: (mapping) => {
    const { attributes = 'drop', attributePrefix, keepSpace = false } = mapping
    const isUsual = attributes === 'drop' && attributePrefix === undefined
    return isUsual && !keepSpace && !isRenamed(mapping) ? 'kernel' : 'events'
  },
}

interface RouteChoice extends EngineChoice {
  mapping?: Mapping
  namespaces?: boolean
  withName?: string
}

/** That of the records of a document, by the engine that reads it. */
export function mappingRoute({ mapping = {}, ...choice }: RouteChoice): MappingRoute {
  if (engineFor(choice) !== 'kernel') return 'events'
  // a name may have several colons then, or nothing beside one
  const { dialect } = mapping
  const isContent = mapping.text !== undefined || mapping.inner !== undefined
  const readsPrefixes = isRenamed(mapping) || dialect === 'badgerfish' || isContent
  if (choice.namespaces === false && readsPrefixes) return 'events'
  const routes = Object.entries(mapping).map(([key, value]) => {
    const route = ROUTES[key as keyof Mapping] as (value: unknown, all: Mapping) => MappingRoute
    return value === undefined ? 'kernel' : route(value, mapping)
  })
  if (routes.includes('events')) return 'events'
  const { withName } = choice
  // what a dialect says of namespaces is no field to the kernel
  if (dialect === 'badgerfish' && withName?.startsWith(PREFIX)) return 'events'
  if (dialect === 'jsonml' && withName !== undefined) return 'events'
  // the name goes into the record when that is flat, or has become an array
  const isLater = mapping.flatten !== undefined || dialect === 'parker'
  const isNamedLater = withName !== undefined && isLater
  if (!isNamedLater && !routes.includes('record')) return 'kernel'
  // a record in the usual form has no white space, all prefixes, and does not say what they mean
  const { keepSpace = false, text, inner } = mapping
  const isTreeOnly = dialect === 'badgerfish' || dialect === 'jsonml'
  const isUnusual =
    keepSpace || isRenamed(mapping) || isTreeOnly || text !== undefined || inner !== undefined
  return isUnusual ? 'events' : 'record'
}

/** Whether attributes are written as children. */
export function areChildren(mapping: Mapping): boolean {
  const prefix = prefixOf(mapping)
  return mapping.attributes !== 'nest' && prefix !== undefined && prefix !== PREFIX
}

/** What the kernel has room for, and JSON would not escape. */
const PLAIN_PREFIX = /^[\x20-\x7e]{0,8}$/

/** Whether prefixes are not written as they are. */
function isRenamed({ namespaces = 'keep', prefixes }: Mapping): boolean {
  return namespaces !== 'keep' || prefixes !== undefined
}

/** A key that the kernel has room for beside each text. */
const IS_SHORT_KEY = /^[\x20-\x7e]{0,8}$/

function isPlain(prefix: string | undefined): boolean {
  return prefix === undefined || (PLAIN_PREFIX.test(prefix) && !/["\\]/.test(prefix))
}

/** Whether what holds the attributes is no name of a child, and each of them one value. */
function nestsApart({ array = [], ...mapping }: Mapping): boolean {
  const mayBeName = /^[\w:][\w:.-]*$/.test(prefixOf(mapping) ?? '')
  return !mayBeName && !array.some((path) => path.startsWith('//'))
}

/** Whether the kernel finds the path by one name: that of an attribute has its flags without the prefix. */
function isOneName(path: string, prefix: string | undefined): boolean {
  const name = path.replace(/^\/\//, '')
  return !name.includes('/') && (prefix === undefined || prefix === '' || !name.startsWith(prefix))
}

/** Whether an attribute may have that key: those with the usual prefix are no fields that the kernel compares. */
function mayBeAttribute(key: string, mapping: Mapping): boolean {
  const prefix = prefixOf(mapping)
  if (mapping.attributes === 'nest') return key === prefix
  return prefix === PREFIX && key.startsWith(PREFIX)
}

/** What stands before the names of attributes; undefined if they are left out. */
export function prefixOf({
  attributes,
  attributePrefix = PREFIX,
}: Mapping = {}): string | undefined {
  if (attributes === 'drop') return undefined
  return attributes === 'merge' ? '' : attributePrefix
}
