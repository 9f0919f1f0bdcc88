// Hands a mapping to the kernel that it can write itself.

import type { Mapping } from '../../mapping/mapping.ts'
import { prefixOf } from '../../mapping/mapping-route.ts'
import { PREFIX } from '../../record/record.ts'
import type { Kernel } from '../wasm.ts'

// as `kernel/names.ts` has them
const ATTRIBUTES = { prefixed: 0, asChildren: 1, dropped: 2 } as const
const ARRAY = 1 << 20
const ARRAY_IN_RECORD = 1 << 21
const ARRAY_OF_CHILDREN = 1 << 22

export function setMapping(kernel: Kernel, mapping: Mapping | undefined): void {
  const prefix = prefixOf(mapping)
  if (prefix === PREFIX) return
  const how = prefix === undefined ? ATTRIBUTES.dropped : ATTRIBUTES.asChildren
  kernel.exports.setAttributes(how, ...kernel.keep(prefix ?? ''))
}

/** The flags that a mapping gives a name. */
export function flagsOf(name: string, { array = [], arrays }: Mapping = {}): number {
  return (
    (arrays === 'always' ? ARRAY_OF_CHILDREN : 0) |
    (array.includes(name) ? ARRAY_IN_RECORD : 0) |
    (array.includes(`//${name}`) ? ARRAY : 0)
  )
}
