// Finds the encoding that a document says it is in, by its first bytes.

import { closeSync, openSync, readSync } from 'node:fs'

const BEGINNING = 1024 // bytes

export function encodingOf(path: string): string {
  const bytes = Buffer.alloc(BEGINNING)
  const descriptor = openSync(path, 'r')
  const length = readSync(descriptor, bytes, 0, BEGINNING, 0)
  closeSync(descriptor)
  return saidIn(bytes.subarray(0, length))
}

export function saidIn(bytes: Buffer): string {
  const [first = 0x3c, second = 0x3f] = bytes
  const isWide = first === 0 || second === 0 // or wider
  if (isWide || (first >= 0xfe && second >= 0xfe)) return 'UTF-16'
  const text = bytes.toString('latin1', 0, BEGINNING)
  return /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)/.exec(text)?.[1] ?? 'UTF-8'
}

/** Whether it is UTF-8, or a part of it. */
export function isUtf8(encoding: string): boolean {
  return /^(?:utf-?8|us-ascii|ascii)$/i.test(encoding)
}
