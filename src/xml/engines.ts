// Provides the engines by name, and which one reads if none is named.

import type { Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import type { CreateEngine, Engine, EngineOptions } from './engine.ts'
import { kernelEngine } from './kernel.ts'
import { saxEngine } from './sax.ts'
import type { Tape } from './tape.ts'

/** `kernel` is fast and knows all of XML; `sax` is the npm package of that name, and can be lenient. */
export type EngineName = 'kernel' | 'sax'

export const DEFAULT_ENGINE: EngineName = 'kernel'

const ENGINES: Record<EngineName, CreateEngine> = { kernel: kernelEngine, sax: saxEngine }

export const ENGINE_NAMES: readonly EngineName[] = ['kernel', 'sax']

/** The engine that reads if `engine` is not given. */
export function engineFor({ lenient = false }: EngineOptions): EngineName {
  return lenient ? 'sax' : DEFAULT_ENGINE
}

/** @throws UsageError for a name that is none, or an engine that cannot do what the options ask for. */
export function createEngine(
  name: EngineName,
  target: Target<Tape>,
  options: EngineOptions = {},
): Engine {
  if (!Object.hasOwn(ENGINES, name)) throw new UsageError(`engine not known: "${name}"`)
  if (options.lenient && name !== 'sax') {
    throw new UsageError(`engine not lenient: "${name}", only "sax" is`)
  }
  if (options.fragments && name !== 'kernel') {
    throw new UsageError(`engine reads one document only: "${name}", no fragments`)
  }
  return ENGINES[name](target, options)
}
