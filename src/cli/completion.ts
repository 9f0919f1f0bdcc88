// Performs `cosax completion`: prints what a shell needs to complete words.

import { UsageError } from '../core/errors.ts'
import { print } from './print.ts'
import type { Request } from './request.ts'
import { BASH } from './shells/bash.ts'
import { FISH } from './shells/fish.ts'
import { ZSH } from './shells/zsh.ts'

const SCRIPTS = new Map([
  ['bash', BASH],
  ['zsh', ZSH],
  ['fish', FISH],
])

export const SHELLS: readonly string[] = [...SCRIPTS.keys()]

/** @throws UsageError when not one shell is named that is known. */
export function printCompletion({ plan }: Request): number {
  const [shell = '', ...others] = plan.inputs
  const script = others.length === 0 ? SCRIPTS.get(shell) : undefined
  if (script === undefined) {
    const found = plan.inputs.length === 0 ? 'nothing' : JSON.stringify(plan.inputs.join(' '))
    throw new UsageError(`completion: expected bash, zsh or fish, found ${found}`)
  }
  print(script.trimEnd())
  return 0
}
