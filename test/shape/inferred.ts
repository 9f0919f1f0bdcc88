// Infers the shape of the records in documents.

import type { CreateEngine } from '../../src/engine/engine.ts'
import { kernelEngine } from '../../src/engine/kernel/kernel.ts'
import { parsePattern } from '../../src/engine/pattern.ts'
import { infer } from '../../src/shape/infer.ts'
import { Paths } from '../../src/shape/paths.ts'
import type { Shape } from '../../src/shape/shape.ts'
import { shapeOf } from '../../src/shape/shape-of.ts'
import { inPieces } from '../engine/every-cut.ts'

export interface How {
  engine?: CreateEngine
  pattern?: string
  /** Whether the documents break off. */
  isCut?: boolean
  /** Bytes that are read at once. */
  size?: number
}

export function inferred(
  documents: string[],
  { engine = kernelEngine, pattern = '/*/*', size = 100_000, isCut = false }: How = {},
): Shape {
  const paths = new Paths()
  const report = { records: 0, seen: new Map<string, number>() }
  for (const document of documents) {
    const target = infer({ pattern: parsePattern(pattern), paths, report })
    const reading = engine(target)
    for (const piece of inPieces(Buffer.from(document), size)) reading.write(piece)
    if (isCut) reading.leave?.()
    else reading.end()
    target.close()
  }
  return shapeOf(paths, pattern)
}
