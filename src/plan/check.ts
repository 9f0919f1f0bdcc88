// Checks whether documents are well-formed, without making records.

import { InputError } from '../core/errors.ts'
import type { Engine } from '../engine/engine.ts'
import { XmlError } from '../engine/xml-error.ts'
import { eachInput, openSource } from '../sources/open.ts'
import { readDocument } from './document.ts'
import { loadChecker } from './engine.ts'
import { loadOutside } from './outside.ts'
import type { Parsing, Plan } from './plan.ts'
import { type Progress, Watch } from './progress.ts'

export interface CheckOptions {
  /** Ends the check early, as a failure with the signal's reason. */
  signal: AbortSignal
  /** Called with what is wrong with an input; the next is checked all the same. */
  onFault: (fault: XmlError | InputError) => void | Promise<void>
  /** Called with what was left out of the files that declare entities. */
  onWarning?: (message: string) => void
  /** Given, before the first input is opened, what answers at any time how far the check is. */
  onStart?: (look: () => Progress) => void
}

/** What is checked, and how; `timeout` as in a plan. */
export type Checking = Parsing & Pick<Plan, 'inputs' | 'timeout' | 'records'>

/** Reads each input to its end or its first fault. */
export async function check(
  { inputs, timeout, ...parsing }: Checking,
  { signal, onFault, onWarning = () => {}, onStart }: CheckOptions,
): Promise<void> {
  const watch = new Watch(inputs)
  onStart?.(() => watch.look())
  const outside = await loadOutside(parsing, onWarning)
  const open = await loadChecker(parsing, outside)
  const onListening = (address: string) => onWarning(`cosax: listening on ${address}`)
  const options = { signal, onListening, ...(timeout !== undefined && { timeout }) }
  const write = (engine: Engine, bytes: Uint8Array) => {
    watch.bytes += bytes.length
    return engine.write(bytes)
  }
  for (const { input, isNamedAgain } of eachInput(inputs)) {
    try {
      const source = await openSource(input, { ...options, isNamedAgain })
      await readDocument(source, { open: () => open(source.name), write, signal, ...watch.next() })
    } catch (error) {
      const isOfTheInput = error instanceof XmlError || error instanceof InputError
      if (!isOfTheInput) throw error
      await onFault(error)
    }
    signal.throwIfAborted()
  }
}
