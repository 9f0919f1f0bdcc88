// Provides what a sink takes beside records where other threads write some of them: their bytes, in the layout of its file.

import { Lines } from '../record/lines.ts'

/** Records as their format writes them in the midst of a file. The bytes may be overwritten after `send` returns. */
export class Written extends Lines {
  /** What the encoder of the file has to know of them. */
  readonly found: unknown

  constructor(bytes: Uint8Array, records: number, found: unknown) {
    super(bytes, records)
    this.found = found
  }
}

const layouts = new WeakMap<object, () => unknown>()

/** The same target, known to take what was written elsewhere, as soon as there is a layout. */
export function takingWritten<T extends object>(target: T, layout: () => unknown): T {
  layouts.set(target, layout)
  return target
}

/** The layout in which a target takes what was written elsewhere; undefined where it does not, or not yet. */
export function layoutOf(target: object): unknown {
  return layouts.get(target)?.()
}
