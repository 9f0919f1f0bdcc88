// Reads one document of a source into an engine, and explains what is wrong with it.

import { Gate } from '../core/gate.ts'
import type { Engine } from '../engine/engine.ts'
import type { Reading, Source } from '../sources/source.ts'
import { Seen } from './seen.ts'

export interface DocumentReading extends Pick<Reading, 'signal' | 'onRead' | 'onSize'> {
  /** Begins a document: the first, and each that a followed file begins with. */
  open: () => Engine
  /** Passes bytes on to the engine and answers whether more are wanted; its own `write` if not given. */
  write?: (engine: Engine, bytes: Uint8Array) => boolean
  /** Called with the number of bytes that were read by others. */
  onSkipped?: (bytes: number) => void
  /** Reports that a followed file begins anew, and why. */
  onRestart?: (reason: string | undefined) => void
  /** Nothing is read while it is shut. */
  gate?: Gate
}

/**
 * Reads it to its end, or until no more is wanted; answers which.
 *
 * @throws XmlError, InputError, what the engine's target throws, or the reason of the signal.
 */
export async function readDocument(source: Source, reading: DocumentReading): Promise<boolean> {
  const { open, write = pass, onSkipped, onRestart, gate = new Gate(), ...rest } = reading
  let engine = open()
  let seen = new Seen()
  try {
    const hasEnded = await source.read({
      write(bytes) {
        seen.add(bytes)
        return write(engine, bytes)
      },
      space: (bytes) => engine.space?.(bytes),
      onCharset: (name) => engine.hearOf?.(name),
      skip(bytes) {
        seen.skip(bytes)
        onSkipped?.(bytes)
      },
      restart(reason) {
        onRestart?.(reason)
        seen = new Seen()
        engine = open()
      },
      gate,
      ...rest,
    })
    await gate.whenOpen() // raises what made a sink fail while the source was silent
    if (hasEnded) engine.end()
    return hasEnded
  } catch (error) {
    throw engine.explainsItself ? error : await seen.explain(error)
  }
}

function pass(engine: Engine, bytes: Uint8Array): boolean {
  return engine.write(bytes)
}
