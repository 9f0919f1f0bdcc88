// Checks whether documents are well-formed, and makes nothing of them.

import { InputError } from '../core/errors.ts'
import { Gate } from '../core/gate.ts'
import { openSource } from '../sources/open.ts'
import type { Source } from '../sources/source.ts'
import type { Engine } from '../xml/engine.ts'
import { XmlError } from '../xml/xml-error.ts'
import { loadChecker } from './engine.ts'
import type { Parsing, Plan } from './plan.ts'

export interface CheckOptions {
  /** Ends the check early, as a failure with the signal's reason. */
  signal: AbortSignal
  /** Told what is wrong with an input; the next is checked all the same. */
  onFault: (fault: XmlError | InputError) => void | Promise<void>
}

/** What is checked, and how; `timeout` as in a plan. */
export type Checking = Parsing & Pick<Plan, 'inputs' | 'timeout'>

/** Reads each input to its end or its first fault. */
export async function check(
  { inputs, timeout, ...parsing }: Checking,
  { signal, onFault }: CheckOptions,
): Promise<void> {
  const open = await loadChecker(parsing)
  const options = timeout === undefined ? {} : { timeout }
  for (const input of inputs) {
    try {
      await checkSource(await openSource(input, options), open, signal)
    } catch (error) {
      const isOfTheInput = error instanceof XmlError || error instanceof InputError
      if (!isOfTheInput) throw error
      await onFault(error)
    }
    signal.throwIfAborted()
  }
}

async function checkSource(
  source: Source,
  open: (source: string) => Engine,
  signal: AbortSignal,
): Promise<void> {
  const engine = open(source.name)
  const write = (bytes: Uint8Array) => engine.write(bytes)
  const space = (bytes: number) => engine.space?.(bytes)
  const hasEnded = await source.read({ write, space, gate: new Gate(), signal })
  if (hasEnded) engine.end()
}
