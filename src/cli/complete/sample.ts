// Reads the beginning of a file, for what can be said about it at once.

import { Gate } from '../../core/gate.ts'
import { openSource } from '../../sources/open.ts'
import { sizeOf } from '../../sources/size.ts'

const ENOUGH = 256 * 1024 // bytes
const PATIENCE = 300 // ms

/** The first bytes of the first input that is a file; nothing else is opened for a key that was pressed. */
export async function readSample(inputs: readonly string[]): Promise<Uint8Array | undefined> {
  const input = inputs.find((input) => sizeOf(input.replace(/(\.zip):.*$/is, '$1')) !== undefined)
  if (input === undefined) return undefined
  const chunks: Buffer[] = []
  let length = 0
  const write = (bytes: Uint8Array) => {
    chunks.push(Buffer.from(bytes)) // a copy: the bytes may be overwritten
    length += bytes.length
    return length < ENOUGH
  }
  try {
    const source = await openSource(input)
    await source.read({ write, gate: new Gate(), signal: AbortSignal.timeout(PATIENCE) })
  } catch {} // what came before it broke off will do
  return Buffer.concat(chunks)
}
