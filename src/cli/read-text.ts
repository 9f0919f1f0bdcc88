// Reads a file for the command line itself, whole, or standard input.

import { readFileSync } from 'node:fs'
import { InputError, reasonOf } from '../core/errors.ts'
import { STDIN } from '../plan/plan.ts'

/** @throws InputError when it cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path === STDIN ? 0 : path, 'utf8')
  } catch (error) {
    throw new InputError(`${path === STDIN ? 'stdin' : path}: ${reasonOf(error)}`)
  }
}
