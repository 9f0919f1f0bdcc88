// Turns what a plan says about parsing into engines, one for each document.

import type { Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import type { Engine, EngineOptions } from '../xml/engine.ts'
import { NOBODY } from '../xml/nobody.ts'
import type { Tape } from '../xml/tape.ts'
import type { Parsing } from './plan.ts'

/** Makes the engine that reads one document; `source` is what errors call it. */
export type OpenEngine = (
  target: Target<Tape>,
  source: string,
  onWarning?: (message: string) => void,
) => Engine

/** Whether the kernel parses: only it can run the front of a pipeline too. */
export function isKernel({ engine = 'kernel', lenient = false }: Parsing): boolean {
  return engine === 'kernel' && !lenient
}

/** Loads the engine that is named: each takes longer to load than a small document to read. */
export async function loadEngine(
  { engine, ...rest }: Parsing,
  asked: Pick<EngineOptions, 'offsets'> = {},
): Promise<OpenEngine> {
  const inKernel = isKernel({ ...rest, ...(engine && { engine }) })
  if (rest.fragments && !inKernel) {
    throw new UsageError('--fragments: only the engine kernel reads several documents, not sax')
  }
  const createEngine = inKernel
    ? (await import('../xml/kernel.ts')).kernelEngine
    : (await import('../xml/sax.ts')).saxEngine
  return (target, source, onWarning = () => {}) =>
    createEngine(target, { ...rest, ...asked, source, onWarning })
}

/** Loads the engine for documents of which nothing is wanted. */
export async function loadChecker(parsing: Parsing): Promise<(source: string) => Engine> {
  if (isKernel(parsing)) {
    const { KernelCheck } = await import('../xml/kernel-check.ts')
    const { engine: _, ...rest } = parsing
    return (source) => new KernelCheck({ ...rest, source })
  }
  const open = await loadEngine(parsing)
  return (source) => open(NOBODY, source)
}
