// Checks that the two readers of a command line agree.

import { expect } from 'vitest'
import { requested } from '../../src/cli/parse.ts'
import { readPlain } from '../../src/cli/plain.ts'
import type { Request } from '../../src/cli/request.ts'
import type { Words } from '../../src/cli/words.ts'
import { readWithYargs } from '../../src/cli/yargs.ts'
import { messageOf } from '../../src/core/errors.ts'

/** What yargs makes of the words, and without it the same, or nothing. */
export function understood(words: string[], command: Request['command'] = 'run'): Request {
  const plain = outcome(command, () => readPlain(words))
  const whole = outcome(command, () => readWithYargs(words))
  if (plain) expect(plain).toEqual(whole)
  if (whole?.error) throw whole.error
  return whole?.request as Request
}

interface Outcome {
  request?: Request
  error?: unknown
  message?: string
}

function outcome(command: Request['command'], read: () => Words | undefined): Outcome | undefined {
  try {
    const words = read()
    return words && { request: requested(command, words) }
  } catch (error) {
    return { error, message: messageOf(error) }
  }
}
