// Reads a list of inputs: names that end in a line end, or in NUL where there is one.

import { readText } from './read-text.ts'

/** @throws InputError when the list cannot be read. */
export function readList(path: string): string[] {
  const text = readText(path)
  const names = text.includes('\0') ? text.split('\0') : text.split(/\r?\n/)
  return names.filter((name) => name !== '')
}
