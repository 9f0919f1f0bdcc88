// Reads a list of inputs: names that end in a line end, or in NUL where there is one.

import { readFileSync } from 'node:fs'
import { InputError, reasonOf } from '../core/errors.ts'
import { STDIN } from '../plan/plan.ts'

/** @throws InputError when the list cannot be read. */
export function readList(path: string): string[] {
  const text = read(path)
  const names = text.includes('\0') ? text.split('\0') : text.split(/\r?\n/)
  return names.filter((name) => name !== '')
}

function read(path: string): string {
  try {
    return readFileSync(path === STDIN ? 0 : path, 'utf8')
  } catch (error) {
    throw new InputError(`${path === STDIN ? 'stdin' : path}: ${reasonOf(error)}`)
  }
}
