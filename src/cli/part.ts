// Makes of a command line with --manifest and --part that of one part: its plan, and what there is to say of it.

import { UsageError } from '../core/errors.ts'
import { STDIN } from '../plan/plan.ts'
import { insistOnFile } from '../split/identity.ts'
import { partIn } from '../split/manifest.ts'
import { type PartOfPlan, planOfPart } from '../split/part-plan.ts'
import { readText } from './read-text.ts'
import type { Request } from './request.ts'

/** @throws UsageError when the two do not go together, InputError when the manifest cannot be read. */
export function takePart(request: Request): PartOfPlan {
  const { manifest, partNamed, plan, reads, hasList, planFile, checkpoint } = request
  if (manifest === undefined) throw new UsageError('--part: needs --manifest FILE')
  if (partNamed === undefined) throw new UsageError('--manifest: needs --part N')
  const areNamed = planFile === undefined && (plan.inputs.length > 0 || hasList)
  if (areNamed) throw new UsageError('--manifest: names the file itself, no other goes with it')
  if (checkpoint !== undefined)
    throw new UsageError(
      '--checkpoint: a part that was interrupted is read once more: leave it out',
    )
  const part = partIn(readText(manifest), partNamed, manifest === STDIN ? 'stdin' : manifest)
  reads.push(manifest === STDIN ? 0 : manifest)
  const found = planOfPart(plan, part)
  request.part = part
  request.plan = found.plan
  return found
}

/**
 * Runs it, unless it is done already.
 *
 * @throws InputError when the file has changed, and what the run throws.
 */
export async function runPart(
  { part, isQuiet }: Request,
  { isDone, partial, prepare, tidy }: PartOfPlan,
  run: () => Promise<number>,
): Promise<number> {
  if (part) insistOnFile(part) // also if it is done: what is there would be of another file
  // loaded when the manifest was read: with it Node takes hold of stdin, which does not wait then
  const { warnUnless } = await import('./diagnostics.ts')
  const say = warnUnless(isQuiet)
  const name = `cosax: part ${part?.part} of ${part?.parts}`
  if (partial.length > 0 && !isDone) {
    const verb = partial.length === 1 ? 'sees' : 'see'
    say(`${name}: ${listed(partial)} ${verb} the records of this part only`)
  }
  prepare()
  if (isDone) say(`${name}: done already`)
  const code = isDone ? 0 : await run()
  tidy()
  return code
}

/** As `--count and --head`. */
export function listed(flags: readonly string[]): string {
  const [last = '', ...others] = flags.toReversed()
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`
}
