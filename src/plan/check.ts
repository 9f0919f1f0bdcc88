// Checks whether documents are well-formed, and makes nothing of them.

import { InputError } from '../core/errors.ts'
import { Gate } from '../core/gate.ts'
import { openSource } from '../sources/open.ts'
import type { Reading, Source } from '../sources/source.ts'
import type { Engine } from '../xml/engine.ts'
import { XmlError } from '../xml/xml-error.ts'
import { loadChecker } from './engine.ts'
import { loadOutside } from './outside.ts'
import type { Parsing, Plan } from './plan.ts'
import { type Progress, Watch } from './progress.ts'
import { Seen } from './seen.ts'

export interface CheckOptions {
  /** Ends the check early, as a failure with the signal's reason. */
  signal: AbortSignal
  /** Told what is wrong with an input; the next is checked all the same. */
  onFault: (fault: XmlError | InputError) => void | Promise<void>
  /** Told what was left out of the files that declare entities. */
  onWarning?: (message: string) => void
  /** Given, before the first input is opened, what answers at any time how far the check is. */
  onStart?: (look: () => Progress) => void
}

/** What is checked, and how; `timeout` as in a plan. */
export type Checking = Parsing & Pick<Plan, 'inputs' | 'timeout'>

/** Reads each input to its end or its first fault. */
export async function check(
  { inputs, timeout, ...parsing }: Checking,
  { signal, onFault, onWarning = () => {}, onStart }: CheckOptions,
): Promise<void> {
  const watch = new Watch(inputs)
  onStart?.(() => watch.look())
  const outside = await loadOutside(parsing, onWarning)
  const open = await loadChecker(parsing, outside)
  const options = timeout === undefined ? {} : { timeout }
  for (const input of inputs) {
    try {
      const told = watch.next()
      await checkSource(await openSource(input, options), open, { ...told, watch, signal })
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
  { watch, ...rest }: Pick<Reading, 'onRead' | 'onSize' | 'signal'> & { watch: Watch },
): Promise<void> {
  const engine = open(source.name)
  const seen = new Seen()
  const write = (bytes: Uint8Array) => {
    seen.add(bytes)
    watch.bytes += bytes.length
    return engine.write(bytes)
  }
  const space = (bytes: number) => engine.space?.(bytes)
  const onCharset = (name: string) => engine.hearOf?.(name)
  try {
    const hasEnded = await source.read({ write, space, onCharset, gate: new Gate(), ...rest })
    if (hasEnded) engine.end()
  } catch (error) {
    throw await seen.explain(error)
  }
}
