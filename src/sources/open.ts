// Turns the name of an input into its source; the only place that looks at the name.

import { FileSource } from './file.ts'
import type { Source } from './source.ts'
import { StdinSource } from './stdin.ts'

export function openSource(input: string): Source {
  return input === '-' ? new StdinSource() : new FileSource(input)
}
