// Turns what a plan says about entities into what all its documents share: files of declarations are read once.

import { Gate } from '../core/gate.ts'
import { Outside } from '../dtd/outside.ts'
import type { DtdFile } from '../engine/outside.ts'
import { LimitError } from '../engine/xml-error.ts'
import { openSource } from '../sources/open.ts'
import type { Parsing, Plan } from './plan.ts'

const MOST_BYTES = 64 * 1024 * 1024 // of a file

/** @throws InputError for a file that cannot be read, XmlError for one that is not made of declarations. */
export async function loadOutside(
  { dtd = [], timeout, ...parsing }: Parsing & Pick<Plan, 'timeout'>,
  onWarning: (message: string) => void,
): Promise<Outside> {
  const { entities: policy = 'keep' } = parsing
  if (dtd.length === 0) return new Outside({ policy })
  const { outsideOfRun } = await import('../engine/outside.ts')
  const files: DtdFile[] = []
  for (const name of dtd) files.push({ name, content: await read(name, timeout) })
  return outsideOfRun({ ...parsing, onWarning }, files)
}

async function read(name: string, timeout: number | undefined): Promise<Uint8Array> {
  const source = await openSource(name, timeout === undefined ? {} : { timeout })
  const chunks: Buffer[] = []
  let length = 0
  const write = (bytes: Uint8Array) => {
    chunks.push(Buffer.from(bytes)) // a copy: the source uses its buffer again
    length += bytes.length
    return length <= MOST_BYTES
  }
  await source.read({ write, gate: new Gate(), signal: new AbortController().signal })
  if (length <= MOST_BYTES) return Buffer.concat(chunks)
  const fact = `declarations longer than ${MOST_BYTES} bytes`
  throw new LimitError(fact, name, { offset: 0, line: 1, column: 1 }, '/')
}
