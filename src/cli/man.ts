// Performs `cosax man`: turns the list of flags into a manual page.

import { UsageError } from '../core/errors.ts'
import { version } from '../process/version.ts'
import { COMMAND_NAMES, COMMANDS } from './commands.ts'
import { EXIT_CODES } from './exit.ts'
import { type Flag, GROUPS } from './flags/flag.ts'
import { FLAGS } from './flags/flags.ts'
import { EXAMPLES, FIELDS, groups, NOTES, PURPOSE } from './help.ts'
import { print } from './print.ts'
import type { Request } from './request.ts'

export function printManual({ plan }: Request): number {
  if (plan.inputs.length > 0) throw new UsageError('man: takes no file')
  print(manual())
  return 0
}

/** The page, in the macros of man(7). */
export function manual(): string {
  const title = `.TH COSAX 1 "" "cosax ${version()}" "User Commands"`
  const lines = [
    title,
    ...section('NAME', [roff('cosax - XML of any size, record by record, as lines of JSON')]),
    ...section('SYNOPSIS', synopsis()),
    ...section('DESCRIPTION', [roff(PURPOSE), '.PP', roff(FIELDS)]),
    ...section('OPTIONS', GROUPS.flatMap(groupOf)),
    ...section(
      'COMMANDS',
      COMMAND_NAMES.flatMap((name) => {
        const { usage, purpose, note } = COMMANDS[name]
        const written = `${bold(`cosax ${name}`)} ${roff(usage)}`.trimEnd()
        return ['.TP', written, roff(purpose), roff(note)]
      }),
    ),
    ...section(
      'EXIT STATUS',
      EXIT_CODES.flatMap(([code, meaning]) => ['.TP', bold(code), roff(meaning)]),
    ),
    ...section(
      'EXAMPLES',
      EXAMPLES.flatMap(([about, command]) => ['.TP', roff(about), bold(command)]),
    ),
  ]
  return lines.join('\n')
}

function synopsis(): string[] {
  const commands = COMMAND_NAMES.flatMap((name) => [
    '.br',
    `${bold(`cosax ${name}`)} ${roff(COMMANDS[name].usage)}`.trimEnd(),
  ])
  return [`${bold('cosax')} ${roff('[FILE… | -] [-r PATTERN] [STAGE…] [--to DEST]')}`, ...commands]
}

function groupOf(group: Flag['group']): string[] {
  const [[, flags] = [group, []]] = groups(FLAGS.filter((flag) => flag.group === group))
  const note = NOTES[group]
  if (flags.length === 0) return []
  return [`.SS ${roff(group)}`, ...(note ? [roff(note)] : []), ...flags.flatMap(flagOf)]
}

function flagOf({ names, argument, isOptional, summary, details, example }: Flag): string[] {
  const [before, after] = isOptional ? ['[=', ']'] : [' ', '']
  const value = argument === undefined ? '' : `${before}\\fI${roff(argument)}\\fR${after}`
  return [
    '.TP',
    `${names.map(bold).join(', ')}${value}`,
    `${roff(summary)}.`,
    ...(details === undefined ? [] : [roff(details)]),
    ...(example === undefined ? [] : ['.br', `Example: ${bold(example)}`]),
  ]
}

function section(name: string, lines: string[]): string[] {
  return [`.SH ${roff(name)}`, ...lines]
}

function bold(text: string): string {
  return `\\fB${roff(text)}\\fR`
}

/** Text that means nothing to roff: each sentence on a line of its own, what is not ASCII by its number. */
function roff(text: string): string {
  return text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/"/g, '\\(dq')
    .replace(/'/g, '\\(aq')
    .replace(/\^/g, '\\(ha')
    .replace(/~/g, '\\(ti')
    .replace(/`/g, '\\(ga')
    .replace(/[^\0-\x7f]/gu, (character) => `\\[u${codeOf(character)}]`)
    .replace(/([.;]) (?=[A-Z])/g, '$1\n')
    .replace(/^(?=\.)/gm, '\\&')
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}
