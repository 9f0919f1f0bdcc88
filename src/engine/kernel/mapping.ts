// Hands the kernel a mapping that it can apply itself.

import {
  ATTRIBUTES_AS_CHILDREN,
  ATTRIBUTES_DROPPED,
  FLAG_ARRAY,
  FLAG_ARRAY_IN_RECORD,
  FLAG_ARRAY_OF_CHILDREN,
} from '../../kernel/layout.ts'
import type { Mapping } from '../../mapping/mapping.ts'
import { prefixOf } from '../../mapping/mapping-route.ts'
import { PREFIX } from '../../record/record.ts'
import type { Kernel } from '../wasm.ts'

export function setMapping(kernel: Kernel, mapping: Mapping | undefined): void {
  const prefix = prefixOf(mapping)
  if (prefix === PREFIX) return
  const how = prefix === undefined ? ATTRIBUTES_DROPPED : ATTRIBUTES_AS_CHILDREN
  kernel.exports.setAttributes(how, ...kernel.keep(prefix ?? ''))
}

/** The flags that a mapping gives a name. */
export function flagsOf(name: string, { array = [], arrays }: Mapping = {}): number {
  return (
    (arrays === 'always' ? FLAG_ARRAY_OF_CHILDREN : 0) |
    (array.includes(name) ? FLAG_ARRAY_IN_RECORD : 0) |
    (array.includes(`//${name}`) ? FLAG_ARRAY : 0)
  )
}
