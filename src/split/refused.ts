// Says of documents why parts of them cannot be read alone, if they cannot.

import { UsageError } from '../core/errors.ts'
import { type Said, saidBy, sniff, UTF8 } from '../engine/encodings.ts'
import { engineFor } from '../engine/engine.ts'
import { type Plan, STDIN } from '../plan/plan.ts'
import { compressionOf } from '../sources/compression.ts'
import { isFileName } from '../sources/open.ts'
import { beginningOf } from './identity.ts'

/** @throws UsageError for ways to read documents that begin at their start. */
export function refuseWays({ engine, lenient, fragments, records, follow }: Plan): void {
  const reason =
    engineFor({ ...(engine && { engine }), ...(lenient && { lenient }) }) !== 'kernel'
      ? `${lenient ? '--lenient' : '--engine'}: only the engine kernel can begin inside a document`
      : fragments
        ? '--fragments: a row of documents is read from its start'
        : records
          ? '--records: split -l cuts lines of JSON'
          : follow
            ? '--follow: a file that grows has no last part'
            : undefined
  if (reason !== undefined) throw new UsageError(reason)
}

/** @throws UsageError for what cannot be read at any place. */
export function refuseInput(input: string, { encoding }: Pick<Plan, 'encoding'>): void {
  if (input === STDIN) throw new UsageError('stdin: cannot be read twice, as parts of it would be')
  if (!isFileName(input)) {
    throw new UsageError(`${input}: a part is read from its place, which needs a plain file`)
  }
  const head = beginningOf(input)
  const compression = compressionOf(head)
  if (compression !== undefined && compression !== 'none') {
    const how = 'a compressed file is read from its start: expand it first'
    throw new UsageError(`${input}: ${compression.name}: ${how}`)
  }
  const said: Said = saidBy({ leadingSpace: true, ...(encoding !== undefined && { encoding }) })
  const found = sniff(head, true, said)
  if (found !== 'wait' && found.fact === undefined && found.encoding !== UTF8) {
    const advice = head.includes(0)
      ? 'make it UTF-8 first'
      : '--encoding utf-8 if all of it is ASCII'
    throw new UsageError(`${input}: only UTF-8 can be cut: ${advice}`)
  }
}
