// Gives files that are whole the names that they are to have, as far as an earlier run has not.

import { existsSync, renameSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Appearing } from '../sinks/keeping.ts'
import { nameErrors } from '../sinks/name-errors.ts'
import { settleFolder } from '../sinks/temporary.ts'

export function appear(files: Appearing): void {
  for (const [from, to] of files) {
    if (existsSync(from)) nameErrors(to, () => renameSync(from, to))
  }
  for (const folder of new Set(files.map(([, to]) => dirname(resolve(to))))) settleFolder(folder)
}
