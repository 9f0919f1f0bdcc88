// Checks whether documents are well-formed, and makes nothing of them.

import { InputError } from '../core/errors.ts'
import { Gate } from '../core/gate.ts'
import { openSource } from '../sources/open.ts'
import type { Engine } from '../xml/engine.ts'
import { XmlError } from '../xml/xml-error.ts'
import { loadChecker } from './engine.ts'
import type { Parsing } from './plan.ts'

export interface CheckOptions {
  /** Ends the check early, as a failure with the signal's reason. */
  signal: AbortSignal
  /** Told what is wrong with an input; the next is checked all the same. */
  onFault: (fault: XmlError | InputError) => void | Promise<void>
}

/** Reads each input to its end or its first fault. */
export async function check(
  { inputs, ...parsing }: Parsing & { inputs: string[] },
  { signal, onFault }: CheckOptions,
): Promise<void> {
  const open = await loadChecker(parsing)
  for (const input of inputs) {
    try {
      await checkInput(input, open, signal)
    } catch (error) {
      const isOfTheInput = error instanceof XmlError || error instanceof InputError
      if (!isOfTheInput) throw error
      await onFault(error)
    }
    signal.throwIfAborted()
  }
}

async function checkInput(
  input: string,
  open: (source: string) => Engine,
  signal: AbortSignal,
): Promise<void> {
  const source = openSource(input)
  const engine = open(source.name)
  const write = (bytes: Uint8Array) => engine.write(bytes)
  const space = (bytes: number) => engine.space?.(bytes)
  const hasEnded = await source.read({ write, space, gate: new Gate(), signal })
  if (hasEnded) engine.end()
}
