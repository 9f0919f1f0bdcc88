// Turns what a plan says about parsing into engines, one for each document.

import type { Target } from '../core/coroutine.ts'
import type { Outside } from '../dtd/outside.ts'
import { type Engine, type EngineOptions, engineFor } from '../engine/engine.ts'
import { NULL_TARGET } from '../engine/null-target.ts'
import type { Inside } from '../engine/part.ts'
import type { Tape } from '../engine/tape.ts'
import { checkFragments } from '../reading/check-options.ts'
import type { Parsing, Plan } from './plan.ts'

/** Makes the engine that reads one document; `source` is what errors call it. */
export type OpenEngine = (
  target: Target<Tape>,
  source: string,
  onWarning?: (message: string) => void,
  inside?: Inside,
) => Engine

/** What of a plan engines need: what it says about entities is in `outside`, which all documents share. */
export function engineOptions<Said extends Parsing>(
  { entities: _, dtd: __, engine: ___, ...rest }: Said,
  outside: Outside,
): Omit<Said, 'entities' | 'dtd' | 'engine'> & { outside: Outside } {
  return { ...rest, outside }
}

/** Loads the engine that is named: each takes longer to load than a small document to read. */
export async function loadEngine(
  parsing: Parsing,
  asked: Pick<EngineOptions, 'leadingSpace'> & { outside: Outside },
): Promise<OpenEngine> {
  checkFragments(parsing)
  const createEngine =
    engineFor(parsing) === 'kernel'
      ? (await import('../engine/kernel/kernel.ts')).kernelEngine
      : (await import('../engine/sax/sax.ts')).saxEngine
  const options = { ...engineOptions(parsing, asked.outside), ...asked }
  return (target, source, onWarning = () => {}, inside) =>
    createEngine(target, { ...options, source, onWarning, ...(inside && { inside }) })
}

/** Loads the engine for documents of which nothing is wanted. */
export async function loadChecker(
  { records, ...parsing }: Parsing & Pick<Plan, 'records'>,
  outside: Outside,
): Promise<(source: string) => Engine> {
  if (records) return (await import('./line-of-records.ts')).lineChecker(parsing.limits)
  if (engineFor(parsing) === 'kernel') {
    const { KernelCheck } = await import('../engine/kernel/check.ts')
    const options = engineOptions(parsing, outside)
    return (source) => new KernelCheck({ ...options, source })
  }
  const open = await loadEngine(parsing, { outside })
  return (source) => open(NULL_TARGET, source)
}
