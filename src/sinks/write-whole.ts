// Writes a block to a file. Where it is added to what is there, a full disk gets the block whole or nothing of it.

import { fstatSync, ftruncateSync, readFileSync, writeSync } from 'node:fs'

const O_APPEND = 0o2000 // of Linux, whose table of descriptors has it in octal digits

/**
 * `isAdded` is what `appends` says of the descriptor, where that is known: to ask how long a file is takes as long as to write to it.
 *
 * @throws what the system does; what it took of a block before that is cut off again.
 */
export function writeWhole(
  descriptor: number,
  block: Uint8Array,
  isAdded: boolean = appends(descriptor),
): void {
  const size = isAdded ? fstatSync(descriptor).size : 0
  let written = 0
  try {
    while (written < block.length) written += writeSync(descriptor, block, written)
  } catch (error) {
    if (isAdded) cutBack(descriptor, size, written)
    throw error
  }
}

/** Makes a file as long as it was, unless another process has added to it as well. */
export function cutBack(descriptor: number, size: number, written: number): void {
  try {
    if (fstatSync(descriptor).size === size + written) ftruncateSync(descriptor, size)
  } catch {} // the failure before says more
}

/** Whether it was opened to add to a file, here or by the shell: what is elsewhere is not ours to cut. */
export function appends(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(
      readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'),
    )
    return (Number.parseInt(flags?.[1] ?? '', 8) & O_APPEND) !== 0
  } catch {
    return false // another system
  }
}
