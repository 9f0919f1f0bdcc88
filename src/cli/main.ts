// Turns a command line into an exit code: parses, runs, says what went wrong.

import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { messageOf, UsageError } from '../core/errors.ts'
import { printable } from '../core/printable.ts'
import { explain } from '../plan/explain.ts'
import { STDIN } from '../plan/plan.ts'
import { type Report, run } from '../plan/run.ts'
import { XmlError } from '../xml/xml-error.ts'
import { failure, hint } from './color.ts'
import { exitCodeOf } from './exit.ts'
import { longHelp, shortHelp } from './help.ts'
import { parseArguments } from './parse.ts'
import type { Request } from './request.ts'
import { Interrupted, untilInterrupted } from './signals.ts'

const DEFECT = 70 // as sysexits(3) has it

export async function main(words: string[]): Promise<number> {
  process.stderr.on('error', () => {}) // nobody reads it: there is nobody to tell
  process.stdout.on('error', () => {})
  try {
    return await answer(parseArguments(words))
  } catch (error) {
    if (error instanceof Interrupted) return error.raise()
    const code = exitCodeOf(error)
    if (code === undefined) {
      say(failure('cosax: a defect of cosax, please report it'))
      for (const line of inspect(error).split('\n')) say(printable(line))
      return DEFECT
    }
    const [fact, ...excerpt] =
      error instanceof UsageError ? [error.fact, ...error.excerpt] : [messageOf(error)]
    say(failure(error instanceof XmlError ? printable(fact) : `cosax: ${printable(fact)}`))
    for (const line of excerpt) say(printable(line))
    return code
  }
}

async function answer(request: Request): Promise<number> {
  const { action, plan, needsRecords } = request
  if (action === 'short help') return print(shortHelp())
  if (action === 'long help') return print(longHelp())
  if (action === 'version') return print(`cosax ${version()}`)
  if (plan.inputs.length === 0) {
    if (action === 'run' && process.stdin.isTTY) {
      say(shortHelp())
      return 2
    }
    plan.inputs.push(STDIN)
  }
  if (action === 'explain') return print(explain(plan))

  const onWarning = (message: string) => say(hint(printable(message)))
  const report = await untilInterrupted((signal) => run(plan, { signal, onWarning }))
  if (report.records === 0 && report.seen.size > 0) say(hint(noRecords(plan.record, report)))
  return needsRecords && report.written === 0 ? 1 : 0
}

/** The usual reasons for no record are a wrong case and a wrong name: show the names there are. */
function noRecords(record: string | undefined, { seen }: Report): string {
  const most = 8
  const names = [...seen].sort(([, a], [, b]) => b - a)
  const shown = names.slice(0, most).map(([name, count]) => `${name} ×${count}`)
  const rest = names.length > most ? `, ${names.length - most} more` : ''
  const what =
    record === undefined ? 'the root element has no children' : `no record matches ${record}`
  return `cosax: ${printable(`${what}; elements seen: ${shown.join(', ')}${rest}`)}`
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

function version(): string {
  const path = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}
