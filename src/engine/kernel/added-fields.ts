// Has the kernel add fields to records: the name of their element, and where they are from.

import * as layout from '../../kernel/layout.ts'
import type { Mapping } from '../../mapping/mapping.ts'
import type { FieldTree } from '../../record/field-tree.ts'
import { TEXT_KEY } from '../../record/record.ts'
import type { EngineOptions } from '../engine.ts'
import type { Kernel } from '../wasm.ts'

/** Whether a field is that of text beside attributes or children. */
export function isText(field: string | undefined, { textKey = TEXT_KEY }: Mapping = {}): boolean {
  return field === textKey
}

export function nameRecords(
  kernel: Kernel,
  fields: FieldTree,
  field: string,
  mapping?: Mapping,
): void {
  const [key, length] = kernel.keep(`${JSON.stringify(field)}:`)
  kernel.set({
    [layout.SETTING_NAME_KEY]: key,
    [layout.SETTING_NAME_KEY_LENGTH]: length,
    [layout.SETTING_NAME_NODE]: fields.find([field]) ?? layout.NO_NODE,
    [layout.SETTING_NAME_TEXT_NODE]: fields.find([field, TEXT_KEY]) ?? layout.NO_NODE,
    [layout.SETTING_NAME_IS_TEXT]: isText(field, mapping) ? 1 : 0,
  })
  kernel.exports.setNameField()
}

export function locateRecords(
  kernel: Kernel,
  field: string,
  { source = 'input', inside }: Pick<EngineOptions, 'source' | 'inside'>,
): void {
  const [name, file] = [JSON.stringify(field), JSON.stringify(source)]
  const [key, length] = kernel.keep(`{${name}:{"file":${file},"record":`)
  kernel.set({
    [layout.SETTING_SOURCE_KEY]: key,
    [layout.SETTING_SOURCE_KEY_LENGTH]: length,
    [layout.SETTING_SOURCE_BEFORE]: inside?.records ?? 0,
  })
  kernel.exports.setSource()
  kernel.exports.keepProvenance()
}
