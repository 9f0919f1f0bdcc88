// Finds the encoding that a document says it is in, by its first bytes.

import { closeSync, openSync, readSync } from 'node:fs'

const BEGINNING = 1024 // bytes

export function encodingOf(path: string): string {
  const bytes = Buffer.alloc(BEGINNING)
  const descriptor = openSync(path, 'r')
  const length = readSync(descriptor, bytes, 0, BEGINNING, 0)
  closeSync(descriptor)
  const [first = 0x3c, second = 0x3f] = bytes.subarray(0, length)
  if ((first === 0xfe && second === 0xff) || first === 0) return 'UTF-16' // or wider
  if ((first === 0xff && second === 0xfe) || second === 0) return 'UTF-16'
  const text = bytes.toString('latin1', 0, length)
  return /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)/.exec(text)?.[1] ?? 'UTF-8'
}
