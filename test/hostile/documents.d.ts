// The types of `documents.js`, which plain node runs.

import type { Limits } from '../../src/engine/limits.ts'

export interface HostileDocument {
  size: number
  isMalformed?: boolean
  raise?: Partial<Limits>
  pieces(size: number): Iterable<Buffer>
}

export const DOCUMENTS: Record<string, HostileDocument>
