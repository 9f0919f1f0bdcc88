// Turns what a plan says about parsing into engines, one for each document.

import type { Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import type { Engine } from '../xml/engine.ts'
import type { Tape } from '../xml/tape.ts'
import type { Parsing } from './plan.ts'

/** Makes the engine that reads one document; `source` is what errors call it. */
export type OpenEngine = (
  target: Target<Tape>,
  source: string,
  onWarning?: (message: string) => void,
) => Engine

/** Loads the engine that is named: each takes longer to load than a small document to read. */
export async function loadEngine({ engine = 'sax', ...rest }: Parsing): Promise<OpenEngine> {
  if (engine === 'kernel') throw new UsageError('engine: kernel is not there yet, only sax is')
  const { saxEngine } = await import('../xml/sax.ts')
  return (target, source, onWarning = () => {}) => saxEngine(target, { ...rest, source, onWarning })
}
