// Reads documents for what is in them, without making records: sends the tapes of each to a coroutine of its own.

import type { Target } from '../core/coroutine.ts'
import type { Engine } from '../engine/engine.ts'
import type { Tape } from '../engine/tape.ts'
import { eachInput, openSource } from '../sources/open.ts'
import { readDocument } from './document.ts'
import { loadEngine } from './engine.ts'
import { loadOutside } from './outside.ts'
import type { Parsing, Plan } from './plan.ts'

export type Scanning = Parsing & Pick<Plan, 'inputs' | 'timeout'>

export interface ScanOptions {
  /** Begins a document. */
  open: () => Target<Tape>
  /** Bytes of each document after which reading stops. */
  limit?: number
  /** Ends the scan early, as a failure with the signal's reason. */
  signal: AbortSignal
  onWarning: (message: string) => void
}

/**
 * Reads each input to its end, or as far as `limit` says; answers whether all were read to their ends.
 *
 * @throws InputError, XmlError, what a target throws, or the reason of `signal`.
 */
export async function scan(
  { inputs, timeout, ...parsing }: Scanning,
  { open, limit = Number.POSITIVE_INFINITY, signal, onWarning }: ScanOptions,
): Promise<boolean> {
  const outside = await loadOutside(parsing, onWarning)
  const createEngine = await loadEngine(parsing, { leadingSpace: true, outside })
  const onListening = (address: string) => onWarning(`cosax: listening on ${address}`)
  const options = { signal, onListening, ...(timeout !== undefined && { timeout }) }
  let areWhole = true
  try {
    for (const { input, isNamedAgain } of eachInput(inputs)) {
      const source = await openSource(input, { ...options, isNamedAgain })
      const target = open()
      let rest = limit
      const write = (engine: Engine, bytes: Uint8Array) => {
        const isBeyond = bytes.length > rest
        const wantsMore = engine.write(isBeyond ? bytes.subarray(0, rest) : bytes)
        rest -= bytes.length
        return wantsMore && !isBeyond
      }
      try {
        const engine = createEngine(target, source.name, onWarning)
        const isWhole = await readDocument(source, { open: () => engine, write, signal })
        if (!isWhole) engine.leave?.()
        areWhole &&= isWhole
      } finally {
        target.close()
      }
      signal.throwIfAborted()
    }
  } finally {
    if (outside.warning !== undefined) onWarning(outside.warning)
  }
  return areWhole
}
