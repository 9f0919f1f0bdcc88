// Says of documents why parts of them cannot be read alone, if they cannot.

import { UsageError } from '../core/errors.ts'
import { type Said, saidBy, sniff, UTF8 } from '../engine/encodings.ts'
import { engineFor } from '../engine/engine.ts'
import { type Plan, STDIN } from '../plan/plan.ts'
import type { Compression } from '../sources/compression.ts'
import { hasMembers } from '../sources/members.ts'
import { isFileName } from '../sources/open.ts'
import { type Beginning, beginningOf } from './beginning.ts'

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

/**
 * Answers how the document in a file begins.
 *
 * @throws UsageError for what cannot be read at any place.
 */
export async function refuseInput(
  input: string,
  { encoding }: Pick<Plan, 'encoding'>,
): Promise<Beginning> {
  if (input === STDIN) throw new UsageError('stdin: cannot be read twice, as parts of it would be')
  if (!isFileName(input)) {
    throw new UsageError(`${input}: a part is read from its place, which needs a plain file`)
  }
  const beginning = await beginningOf(input)
  const { first: head } = beginning
  const said: Said = saidBy({ leadingSpace: true, ...(encoding !== undefined && { encoding }) })
  const found = sniff(head, true, said)
  if (found !== 'wait' && found.fact === undefined && found.encoding !== UTF8) {
    const advice = head.includes(0)
      ? 'make it UTF-8 first'
      : '--encoding utf-8 if all of it is ASCII'
    throw new UsageError(`${input}: only UTF-8 can be cut: ${advice}`)
  }
  return beginning
}

/** @throws UsageError for a compressed file that would be one part whatever is asked for. */
export async function refuseOneMember(file: string, { name }: Compression): Promise<void> {
  if (await hasMembers(file, name)) return
  const by = { gzip: 'bgzip', bzip2: 'pbzip2', zstd: 'pzstd' }[name]
  const advice = by === undefined ? '' : `, or compress it with ${by}`
  throw new UsageError(
    `${file}: ${name}: all of it is one member, which is read from its start: expand it first${advice}`,
  )
}
