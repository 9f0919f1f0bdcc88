// Catches what is printed on stderr.

import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { vi } from 'vitest'

/** Whatever is said from here on, until it is let through again. */
export function catchSaid(): { text: string; letThrough(): void } {
  const { writeSync } = fs
  const said = {
    text: '',
    letThrough() {
      spy.mockRestore()
      syncBuiltinESMExports()
    },
  }
  const spy = vi.spyOn(fs, 'writeSync').mockImplementation((...of) => {
    const [descriptor, bytes] = of as unknown as [number, Buffer]
    if (descriptor !== 2) return Reflect.apply(writeSync, fs, of)
    said.text += bytes
    return bytes.length
  })
  syncBuiltinESMExports()
  return said
}
