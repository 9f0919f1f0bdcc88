// Shows what is asked for instead of a run: help, the version, the plan.

import { version } from '../process/version.ts'
import { commandHelp, longHelp, shortHelp } from './help.ts'
import { print, say } from './print.ts'
import type { Request } from './request.ts'

export async function show(request: Request, what: NonNullable<Request['shows']>): Promise<number> {
  print(await textOf(request, what))
  return 0
}

/** The help of a command that was given nothing to read: a failure. */
export function showUsage(command: Request['command']): number {
  say(command === 'run' ? shortHelp() : commandHelp(command))
  return 2
}

async function textOf(request: Request, what: NonNullable<Request['shows']>): Promise<string> {
  const { command } = request
  if (what === 'version') return `cosax ${version()}`
  if (what === 'plan' || what === 'plan as JSON') {
    const { asJson, explained } = await import('./show-plan.ts')
    return what === 'plan' ? explained(request) : asJson(request)
  }
  if (command !== 'run') return commandHelp(command)
  return what === 'short help' ? shortHelp() : longHelp()
}
