// Has records say what is around them in their documents, where XML is written from them.

import type { Target } from '../core/coroutine.ts'
import { map } from '../core/map.ts'
import { ELEMENT_FIELD, isBare, stamped } from '../record/element-field.ts'
import { Lines, type Writable } from '../record/lines.ts'
import { TEXT_KEY, type Value } from '../record/record.ts'
import { Scopes } from '../record/scopes.ts'
import { takesNamesAway } from './element-names.ts'
import type { Plan } from './plan.ts'

/** Prefixes that a mapping gives are known before any is met. */
export function scopesOf({ namespaces: areRead = true, mapping = {} }: Plan): Scopes {
  const { namespaces = 'keep', prefixes } = mapping
  const given = Object.entries(prefixes ?? {})
  return new Scopes(areRead && namespaces === 'keep' && given.length === 0, given)
}

/** A target that adds it to records and sends them on; the target itself if no open sink asks for it. */
export function inScope<T>(
  { withName, mapping, pipeline }: Plan,
  scopes: Scopes | undefined,
  target: Target<T>,
): Target<T> {
  if (!scopes?.isAsked) return target
  if (mapping?.dialect === 'jsonml') {
    return said(scopes, (record) => kept(record, scopes), target)
  }
  if (withName !== ELEMENT_FIELD) return target
  const textKey = mapping?.textKey ?? TEXT_KEY
  const marks = takesNamesAway(pipeline)
  const say = (record: Value) => stamped(record, scopes.number, marks && isBare(record, textKey))
  return said(scopes, say, target)
}

function kept(record: Value, scopes: Scopes): Value {
  if (Array.isArray(record)) scopes.keep(record)
  return record
}

/** Of lines it is said beside them. Kernel and tape have targets of other types for what is records here. */
function said<T>(scopes: Scopes, say: (record: Value) => Value, target: Target<T>): Target<T> {
  const to = target as Target<unknown> as Target<Writable>
  const saying = map((item: Writable) => {
    return item instanceof Lines ? new Lines(item.bytes, item.records, scopes.number) : say(item)
  }, to)
  return saying as Target<unknown> as Target<T>
}
