// Provides what the words of a command line say, in one place for all that read them.

import type { Flag } from './flags/flag.ts'

export interface Words {
  /** Flags with their arguments, '' for a switch; those whose order means something are in order. */
  uses: [flag: Flag, text: string][]
  files: string[]
}
