// Takes a part that has come from elsewhere as what it is, data: it may name no file outside of a folder, and raise no limit.

import { realpathSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { InputError, reasonOf, UsageError } from '../core/errors.ts'
import { LIMITS, type Limits } from '../engine/limits.ts'
import type { Plan } from '../plan/plan.ts'
import { partOf } from '../split/manifest.ts'
import type { Part } from '../split/part.ts'

/**
 * The part that a message has.
 *
 * @throws UsageError for what is no part, or one of another id.
 */
export function receivedPart(line: string, id: string): Part {
  const part = partOf(line, 'part')
  if (part.id !== id) {
    throw new UsageError(
      `part.id: expected ${JSON.stringify(id)}, found ${JSON.stringify(part.id)}`,
    )
  }
  return part
}

/**
 * The part as this machine reads it: its files are in a folder, from which names are that are not absolute.
 *
 * @throws InputError for a file that is not there or elsewhere, UsageError for a limit above those of the plan.
 */
export function heldToFolder(part: Part, folder: string, { limits }: Plan): Part {
  for (const [name, value] of Object.entries(part.parsing.limits ?? {})) {
    const limit = name as keyof Limits
    if (limits?.[limit] !== undefined || value <= LIMITS[limit]) continue // the plan has the last word
    throw new UsageError(
      `part ${part.part} raises a limit to ${value}: give the worker --max-${limit} ${value}`,
    )
  }
  const { dtd } = part.parsing
  return {
    ...part,
    file: pathIn(folder, part.file),
    parsing: { ...part.parsing, ...(dtd && { dtd: dtd.map((path) => pathIn(folder, path)) }) },
  }
}

function pathIn(folder: string, name: string): string {
  const path = isAbsolute(name) ? name : folder === '.' ? name : join(folder, name)
  const way = relative(real(folder), real(path)) // links are followed: what is read counts
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    const where = folder === '.' ? 'the folder where this worker runs' : folder
    throw new InputError(`${name}: is not in ${where}: --from DIR names where files are read`)
  }
  return path
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    throw new InputError(`${path}: ${reasonOf(error)}`)
  }
}
