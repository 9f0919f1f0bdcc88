// Lists the published dialects of XML as JSON, as mappings.

import type { Mapping } from './mapping.ts'

export const PRESET_NAMES = [
  'xmltodict',
  'flat',
  'badgerfish',
  'parker',
  'spark',
  'jsonml',
] as const

export const PRESETS: Record<(typeof PRESET_NAMES)[number], Mapping> = {
  xmltodict: {}, // the usual one
  flat: { attributes: 'merge', flatten: '.' },
  badgerfish: { dialect: 'badgerfish', textKey: '$' },
  parker: { dialect: 'parker', attributes: 'drop', types: 'auto' },
  spark: { attributePrefix: '_', textKey: '_VALUE' },
  jsonml: { dialect: 'jsonml' },
}

/** A dialect as other flags bend it: what it would only add to what they replace goes. */
export function bent(preset: Mapping, own: Mapping): Mapping {
  const { attributes, attributePrefix, ...rest } = preset
  const hasNoPrefix = own.attributes === 'merge' || own.attributes === 'drop'
  const wantsPrefix = own.attributePrefix !== undefined
  return {
    ...rest,
    ...(attributes !== undefined && !wantsPrefix && { attributes }),
    ...(attributePrefix !== undefined && !hasNoPrefix && { attributePrefix }),
    ...own,
  }
}
