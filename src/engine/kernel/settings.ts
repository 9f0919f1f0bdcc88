// Says to the kernel how the next document is read, and what is too much of it.

import * as layout from '../../kernel/layout.ts'
import type { Limits } from '../limits.ts'
import type { Kernel } from '../wasm.ts'

/** What the kernel makes of a document. */
export type Mode = typeof layout.MODE_CHECK | typeof layout.MODE_TAPE | typeof layout.MODE_RECORDS

export function set(kernel: Kernel, mode: Mode, limits: Limits, namespaces = true): void {
  kernel.set({
    [layout.SETTING_MODE]: mode,
    [layout.SETTING_NAMESPACES]: namespaces ? 1 : 0,
    [layout.SETTING_SEED]: Math.random(),
    [layout.SETTING_DEPTH]: limits.depth,
    [layout.SETTING_ATTRIBUTES]: limits.attributes,
    [layout.SETTING_NAME]: limits.name,
    [layout.SETTING_NAMES]: limits.names,
    [layout.SETTING_TAG]: limits.tag,
    [layout.SETTING_RECORD]: limits.record,
    [layout.SETTING_EXPANSION]: limits.expansion,
    [layout.SETTING_AMPLIFICATION]: limits.amplification,
  })
}
