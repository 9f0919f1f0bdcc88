// Prints errors and warnings on stderr.

import { debuglog, inspect } from 'node:util'
import { InputError, messageOf, UsageError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { visible } from '../core/printable.ts'
import { DefectError, XmlError } from '../engine/xml-error.ts'
import { failure, hint } from './color.ts'
import { COMMAND_NAMES } from './commands.ts'
import { DEFECT, exitCodeOf } from './exit.ts'
import { say } from './print.ts'

/** Answers with the exit code. The first word of the command line may explain the failure, as a command that is misspelt. */
export function reportFailure(error: unknown, first = ''): number {
  const code = exitCodeOf(error)
  if (error instanceof DefectError) return reportDefect(error)
  if (code === undefined) {
    say(failure('cosax: a defect of cosax, please report it'))
    for (const line of inspect(error).split('\n')) say(visible(line))
    return DEFECT
  }
  const [fact, ...excerpt] =
    error instanceof UsageError ? [error.fact, ...error.excerpt] : [messageOf(error)]
  say(failure(error instanceof XmlError ? visible(fact) : `cosax: ${visible(fact)}`))
  for (const line of excerpt) say(visible(line))
  if (error instanceof XmlError && error.advice !== undefined) warn(`cosax: ${error.advice}`)
  const isFirst = error instanceof InputError && error.message.startsWith(`${first}: `)
  const command = isFirst && nearest(first, [...COMMAND_NAMES])
  if (command) warn(`cosax: did you mean cosax ${command}?`)
  return code
}

/** Prints where in the input it happened; with `NODE_DEBUG=cosax` also what a developer needs. */
function reportDefect(error: DefectError): number {
  say(failure(visible(error.message)))
  if (debuglog('cosax').enabled) for (const line of inspect(error).split('\n')) say(visible(line))
  return DEFECT
}

export function warn(message: string): void {
  say(hint(visible(message)))
}

/** What prints warnings; with -q it prints nothing. */
export function warnUnless(isQuiet: boolean): (message: string) => void {
  return isQuiet ? () => {} : warn
}

/** The usual reasons for no record are a wrong case and a wrong name: show the names there are. */
export function reportNoRecords(
  record: string | undefined,
  seen: ReadonlyMap<string, number>,
): void {
  const most = 8
  const names = [...seen].sort(([, a], [, b]) => b - a)
  const shown = names.slice(0, most).map(([name, count]) => `${name} ×${count}`)
  const rest = names.length > most ? `, ${names.length - most} more` : ''
  const what =
    record === undefined ? 'the root element has no children' : `no record matches ${record}`
  warn(`cosax: ${what}; elements seen: ${shown.join(', ')}${rest}`)
}
