// Applies a shape file to a plan: what it says of fields becomes part of the plan's mapping.

import { readFileSync } from 'node:fs'
import { InputError, reasonOf, UsageError } from '../core/errors.ts'
import type { Mapping } from '../record/mapping.ts'
import { readShape } from '../shape/read-shape.ts'
import { shapeMapping } from '../shape/shape-mapping.ts'
import type { Request } from './request.ts'

/** What changes the names of fields, which a shape has as they usually are. */
const CHANGES_NAMES: Partial<Record<keyof Mapping, string>> = {
  attributes: '--attrs',
  attributePrefix: '--attr-prefix',
  textKey: '--text-key',
  namespaces: '--ns',
  prefixes: '--ns-map',
  dialect: '--map',
}

/** @throws InputError when the file cannot be read, UsageError when it is no shape or the mapping has other names. */
export function applyShape({ plan }: Request, file: string): void {
  const known = plan.mapping ?? {}
  for (const [key, flag] of Object.entries(CHANGES_NAMES)) {
    const value = known[key as keyof Mapping]
    const isUsual = value === undefined || value === 'prefix' || value === 'keep'
    if (!isUsual)
      throw new UsageError(`--shape: does not go with ${flag}, which names fields otherwise`)
  }
  const shape = readShape(read(file), file)
  const { array = [], typed } = shapeMapping(shape, known.types === 'auto')
  const arrays = [...new Set([...array, ...(known.array ?? [])])]
  plan.record ??= shape.pattern
  plan.mapping = {
    ...known,
    ...(arrays.length > 0 && { array: arrays }),
    ...(typed !== undefined && { typed }),
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new InputError(`${file}: ${reasonOf(error)}`)
  }
}
