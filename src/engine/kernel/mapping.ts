// Hands the kernel a mapping that it can apply itself.

import * as layout from '../../kernel/layout.ts'
import { flattenedLine } from '../../mapping/flattened-line.ts'
import type { Mapping } from '../../mapping/mapping.ts'
import { prefixOf } from '../../mapping/mapping-route.ts'
import type { SometimesArrays } from '../../mapping/sometimes-array.ts'
import { PREFIX, TEXT_KEY, type Value } from '../../record/record.ts'
import type { Kernel } from '../wasm.ts'

/** `arrays` looks at records before they are flattened. */
export function setMapping(
  kernel: Kernel,
  mapping: Mapping = {},
  arrays?: Pick<SometimesArrays, 'whole' | 'left'>,
): void {
  const { textKey = TEXT_KEY } = mapping
  const prefix = prefixOf(mapping)
  const how = attributesAs(mapping, prefix)
  const values = valuesOf(mapping)
  const names = namesAs(mapping)
  const areUsualNames = names === layout.NAMES_KEPT
  const hasUsualKeys = how === layout.ATTRIBUTES_PREFIXED && textKey === TEXT_KEY && areUsualNames
  if (hasUsualKeys && values === 0) return
  const isNested = how === layout.ATTRIBUTES_NESTED
  const nested = mapping.dialect === 'jsonml' ? '{' : `"${prefix}":{`
  const [prefixAt, prefixLength] = kernel.keep(isNested ? nested : (prefix ?? ''))
  const [textAt, textLength] = kernel.keep(
    textKey === TEXT_KEY ? '' : `${JSON.stringify(textKey)}:`,
  )
  // what JSON escapes is in no name
  const [nameAt, nameLength] = kernel.keep(
    JSON.stringify(textKey) === `"${textKey}"` ? textKey : '',
  )
  const { flatten } = mapping
  const [separatorAt, separatorLength] = kernel.keep(JSON.stringify(flatten ?? '').slice(1, -1))
  kernel.set({
    [layout.SETTING_ATTRIBUTES_AS]: how,
    [layout.SETTING_PREFIX]: prefixAt,
    [layout.SETTING_PREFIX_LENGTH]: prefixLength,
    [layout.SETTING_TEXT_KEY]: textAt,
    [layout.SETTING_TEXT_KEY_LENGTH]: textLength,
    [layout.SETTING_TEXT_NAME]: nameAt,
    [layout.SETTING_TEXT_NAME_LENGTH]: nameLength,
    [layout.SETTING_VALUES]: values,
    [layout.SETTING_NAMES_AS]: names,
    [layout.SETTING_FLAT_SEPARATOR]: separatorAt,
    [layout.SETTING_FLAT_SEPARATOR_LENGTH]: separatorLength,
    [layout.SETTING_FLAT_SEEN]: arrays?.left ?? 0,
  })
  kernel.exports.setMapping()
  for (const uri of Object.keys(mapping.prefixes ?? {})) {
    kernel.exports.addFlags(kernel.ownName(uri), layout.FLAG_MAPPED)
  }
  if (flatten === undefined) return
  kernel.see = (line) => arrays?.whole(JSON.parse(line) as Value)
  kernel.flatten = (line) => flattenedLine(line, flatten, textKey)
}

function attributesAs({ attributes, dialect }: Mapping, prefix: string | undefined): number {
  if (dialect === 'jsonml' && attributes !== 'drop') return layout.ATTRIBUTES_NESTED
  if (attributes === 'nest') return layout.ATTRIBUTES_NESTED
  if (prefix === undefined) return layout.ATTRIBUTES_DROPPED
  return prefix === PREFIX ? layout.ATTRIBUTES_PREFIXED : layout.ATTRIBUTES_AS_CHILDREN
}

function namesAs({ namespaces = 'keep', prefixes }: Mapping): number {
  if (namespaces === 'expand') return layout.NAMES_EXPANDED
  if (prefixes === undefined)
    return namespaces === 'strip' ? layout.NAMES_STRIPPED : layout.NAMES_KEPT
  return namespaces === 'strip' ? layout.NAMES_EXPANDED : layout.NAMES_MAPPED
}

/** How values are not as usual. */
function valuesOf({ types, keepSpace, flatten, dialect }: Mapping): number {
  return (
    (dialect === 'badgerfish' ? layout.VALUES_WRAPPED : 0) |
    (dialect === 'jsonml' ? layout.VALUES_LISTED : 0) |
    (dialect === 'parker' ? layout.VALUES_ABSORBED : 0) |
    (types === 'auto' ? layout.VALUES_TYPED : 0) |
    (keepSpace ? layout.VALUES_SPACED : 0) |
    (flatten !== undefined ? layout.VALUES_FLAT : 0)
  )
}

/** The name that a mapping makes of another one, in whatever namespace. */
export function written(name: string, { namespaces, prefixes }: Mapping = {}): string {
  return namespaces === 'strip' && prefixes === undefined ? name.slice(name.indexOf(':') + 1) : name
}

/** The flags that a mapping gives a name. */
export function flagsOf(name: string, mapping: Mapping = {}): number {
  const { array = [], arrays, text = [], inner = [] } = mapping
  return (
    (text.includes(name) ? layout.FLAG_TEXT_IN_RECORD : 0) |
    (text.includes(`//${name}`) ? layout.FLAG_TEXT : 0) |
    (inner.includes(name) ? layout.FLAG_INNER_IN_RECORD : 0) |
    (inner.includes(`//${name}`) ? layout.FLAG_INNER : 0) |
    (arrays === 'always' ? layout.FLAG_ARRAY_OF_CHILDREN : 0) |
    (array.includes(name) ? layout.FLAG_ARRAY_IN_RECORD : 0) |
    (array.includes(`//${name}`) ? layout.FLAG_ARRAY : 0)
  )
}
