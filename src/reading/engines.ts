// Provides the engines by name, and makes them.

import type { Target } from '../core/coroutine.ts'
import type { CreateEngine, Engine, EngineName, EngineOptions } from '../engine/engine.ts'
import { kernelEngine } from '../engine/kernel/kernel.ts'
import { saxEngine } from '../engine/sax/sax.ts'
import type { Tape } from '../engine/tape.ts'

const ENGINES: Record<EngineName, CreateEngine> = { kernel: kernelEngine, sax: saxEngine }

/** Makes an engine; the options are such that it can. */
export function createEngine(
  name: EngineName,
  target: Target<Tape>,
  options: EngineOptions = {},
): Engine {
  return ENGINES[name](target, options)
}
