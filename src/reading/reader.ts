// Receives the bytes of a document and sends what an engine makes of them: the engine as a coroutine.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { type Engine, type EngineName, type EngineOptions, engineFor } from '../engine/engine.ts'
import type { Tape } from '../engine/tape.ts'
import { createEngine } from './engines.ts'

export interface ReadOptions extends EngineOptions {
  /** What reads; `kernel` if not given, `sax` if it is to be lenient. */
  engine?: EngineName
}

/** The tapes of a document. */
export function reader(
  options: ReadOptions & EngineOptions,
  target: Target<Tape>,
): Target<Uint8Array> {
  const name = engineFor(options)
  return reading((tapes: Target<Tape>) => createEngine(name, tapes, options), target)
}

/** `close()` is the end of the document; it is not checked when the target has had enough before. */
export const reading: <T>(
  open: (target: Target<T>) => Engine,
  target: Target<T>,
) => Target<Uint8Array> = coroutine(function* <T>(
  open: (target: Target<T>) => Engine,
  target: Target<T>,
): Receiver<Uint8Array> {
  const engine = open(target)
  let isClosed = false
  try {
    while (true) {
      isClosed = true // if the generator ends at this yield, and not by an exception
      const bytes = yield
      isClosed = false
      if (!engine.write(bytes)) return
    }
  } catch (error) {
    isClosed = false
    throw error
  } finally {
    if (isClosed && !target.done) engine.end()
    else engine.leave?.()
  }
})
