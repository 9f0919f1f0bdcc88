// Finds out how far the bytes in the kernel's window are characters of XML.

import { isUtf8 } from 'node:buffer'
import { UTF8 } from '../encodings.ts'
import { malformedAt } from '../transcode.ts'
import type { Kernel } from '../wasm.ts'

/** Looks at the bytes up to `whole`, those before `checked` being characters: where these end, and at what. */
export function inspect(
  kernel: Kernel,
  window: number,
  checked: number,
  whole: number,
): { end: number; fact?: string } {
  const { exports } = kernel
  const end = exports.inspect(whole)
  const found =
    exports.isAscii() === 0 &&
    notCharacter(kernel.bytes(window + checked, end - checked), exports.mayHoldFffe() !== 0)
  if (found) {
    exports.truncate(checked + found.at)
    return { end: checked + found.at, fact: found.fact }
  }
  if (end === whole) return { end }
  const code = kernel
    .bytes(window + end, 1)[0]
    ?.toString(16)
    .toUpperCase()
    .padStart(4, '0')
  return { end, fact: `character not allowed: U+${code}` }
}

/** The first place in these whole characters that is none of XML, control characters aside. */
function notCharacter(
  bytes: Buffer,
  mayHoldFffe: boolean,
): { at: number; fact: string } | undefined {
  const malformed = isUtf8(bytes) ? -1 : UTF8.malformed(bytes)
  const first = mayHoldFffe ? bytes.indexOf(NEAR_FFFE) : -1
  for (let at = first; at >= 0; at = bytes.indexOf(NEAR_FFFE, at + 1)) {
    if (malformed >= 0 && at >= malformed) break
    const last = bytes[at + 2]
    if (last === 0xbe || last === 0xbf) {
      return { at, fact: `character not allowed: U+${last === 0xbe ? 'FFFE' : 'FFFF'}` }
    }
  }
  return malformed < 0 ? undefined : { at: malformed, fact: malformedAt(bytes, malformed) }
}

const NEAR_FFFE = Buffer.from([0xef, 0xbf])
