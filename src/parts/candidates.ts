// Finds where a document may perhaps be cut: at what looks like the start of a record. It may stand in a comment or in text.

import type { BytesAt } from './around.ts'

const FIRST = 4 * 1024 // bytes that are looked at: most records are shorter
const CHUNK = 64 * 1024

/** A start tag is known by the name and what may follow it. */
const AFTER_NAME = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2f, 0x3e])

/** The first such place from one offset on, before another; -1 if there is none. */
export function findCandidate(
  bytesAt: BytesAt,
  names: readonly string[],
  from: number,
  to: number,
): number {
  const tags = names.map((name) => Buffer.from(`<${name}`))
  const overlap = Math.max(0, ...tags.map(({ length }) => length))
  let length = FIRST
  for (let at = from; at < to; at += length, length = CHUNK) {
    const bytes = bytesAt(at, length + overlap)
    const found = firstOf(bytes, tags, Math.min(length, to - at))
    if (found >= 0) return at + found
  }
  return -1
}

/** Most of what begins with `<` is no record: to look for whole tags leaves that to the platform. */
function firstOf(bytes: Buffer, tags: readonly Buffer[], length: number): number {
  let first = -1
  for (const tag of tags) {
    const end = first < 0 ? length : first
    for (let at = bytes.indexOf(tag); at >= 0 && at < end; at = bytes.indexOf(tag, at + 1)) {
      if (!AFTER_NAME.has(bytes[at + tag.length] ?? -1)) continue
      first = at
      break
    }
  }
  return first
}
