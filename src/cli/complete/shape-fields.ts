// Turns a shape file into the fields that it has, with examples of their values.

import { readFileSync } from 'node:fs'
import { readShape } from '../../shape/read-shape.ts'

/** Nothing if it is no shape: a completion complains of nothing. */
export function fieldsOfShape(file: string): Map<string, Set<string>> | undefined {
  try {
    const { fields } = readShape(readFileSync(file, 'utf8'), file)
    return new Map(fields.map(({ path, examples = [] }) => [path, new Set(examples)]))
  } catch {
    return undefined
  }
}
