// Groups tests that need a program. On a machine without it they are skipped, in CI they fail.

import { spawnSync } from 'node:child_process'
import { describe } from 'vitest'

export function withProgram(program: string, tests: () => void): void {
  const skips = !process.env.CI && !isInstalled(program)
  describe.skipIf(skips)(
    `with the program ${program}${skips ? ', which is not installed,' : ''}`,
    tests,
  )
}

export function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$0"', program]).status === 0
}
