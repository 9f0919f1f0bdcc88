// Turns the list of flags into help: one screen, or all of it.

import { heading, name } from './color.ts'
import { COMMAND_NAMES, COMMANDS, type CommandName } from './commands.ts'
import { EXIT_CODES } from './exit.ts'
import { type Flag, GROUPS, isTakenBy, nameOf, written } from './flags/flag.ts'
import { FLAGS } from './flags/flags.ts'

export const PURPOSE: string = 'Reads XML of any size and writes every record as a line of JSON.'
const USAGE = 'cosax [FILE… | -] [-r PATTERN] [STAGE…] [--to DEST]'
const USAGES = COMMAND_NAMES.map((name) => {
  const { usage, summary } = COMMANDS[name]
  return `${`cosax ${name} ${usage}`.trimEnd()}: ${summary}`
})

/** What there is to say of a group of flags, in the form of their help. */
export const NOTES: Partial<Record<Flag['group'], string>> = {
  Mapping:
    'How an element becomes a record. If nothing is said: attributes as @name, children by name, an array where ' +
    'a name repeats, text beside them as #text, an element with only text a string, an empty one null.',
  Limits:
    'A document beyond a limit is refused; the usual ones, in parentheses, are far above honest data. BYTES ' +
    'may be written as 64K, 300M or 2G, in powers of 1024.',
}

export const EXAMPLES: [about: string, command: string][] = [
  ['buses', "cosax buses.xml -r bus --filter route=22 --filter 'direction=North Bound'"],
  ['Stack Exchange', 'cosax Posts.xml -r row --filter @PostTypeId=1 --select @Id,@Title'],
  ['PubMed', 'zcat pubmed.xml.gz | cosax -r PubmedArticle --count-by MedlineCitation/@Status'],
  ['DBLP', "cosax dblp.xml -r 'article|book' --with-name kind --where 'year >= 2020'"],
  ['Wikipedia', 'bzcat dump.xml.bz2 | cosax -r page --filter ns=0 --select id,title --head 5'],
]

export const FIELDS: string =
  'A record is a dictionary: attributes as @name, children by name (an array where a name repeats), text ' +
  'beside them as #text. An element with only text is a string, an empty one null, every value text as ' +
  'it stood. A field is a path in it: title, @id, author/name, author/@orcid, title/#text.'

/** What most people need first, and all that the short help has. */
const BASIC = new Set(
  (
    '--record --filter --where --select --drop --set --head --sort --count --count-by --branch --to --format ' +
    '--explain'
  ).split(' '),
)

/** One screen of 24 lines. */
export function shortHelp(): string {
  return [
    PURPOSE,
    '',
    `${heading('Usage')} ${USAGE}`,
    ...EXAMPLES.slice(0, 2).map(([, command]) => `  ${command}`),
    '',
    ...FLAGS.filter((flag) => BASIC.has(nameOf(flag))).map(inShort),
    '',
    'cosax help TOPIC: a flag, stages, fields, expressions, formats, exit codes …',
    'cosax --help: all of it',
  ].join('\n')
}

/** A flag with the first part of what it does. */
function inShort(flag: Flag): string {
  const [first] = flag.summary.split(/[;,:]/)
  return `  ${name(written(flag).padEnd(26))} ${first}`
}

/** All of it. */
export function longHelp(): string {
  return [
    ...front(USAGES),
    ...groups(FLAGS).flatMap(([group, flags]) => [
      '',
      heading(group),
      ...(NOTES[group] === undefined ? [] : wrapped(NOTES[group], 2)),
      ...flags.flatMap(inFull),
    ]),
    '',
    heading('Fields'),
    ...wrapped(FIELDS, 2),
    '',
    heading('Exit codes'),
    ...EXIT_CODES.map(([code, meaning]) => `  ${code.padEnd(14)} ${meaning}`),
  ].join('\n')
}

/** All there is to say of a flag. */
export function inFull(flag: Flag): string[] {
  return [
    `  ${name(written(flag))}`,
    ...wrapped(flag.summary, 6),
    ...(flag.details === undefined ? [] : wrapped(flag.details, 6)),
    ...(flag.example === undefined ? [] : [`      example: ${flag.example}`]),
  ]
}

/** That of a command. */
export function commandHelp(command: CommandName): string {
  const { purpose, usage, note } = COMMANDS[command]
  return [
    ...wrapped(purpose, 0),
    '',
    `${heading('Usage')} cosax ${command} ${usage}`.trimEnd(),
    ...groups(FLAGS.filter((flag) => isTakenBy(command, flag))).flatMap(([group, flags]) => [
      '',
      heading(group),
      ...flags.map(line),
    ]),
    '',
    ...wrapped(note, 0),
  ].join('\n')
}

function front(usages: readonly string[]): string[] {
  return [
    PURPOSE,
    '',
    ...[USAGE, ...usages].map((usage, i) => `${i === 0 ? heading('Usage') : '     '} ${usage}`),
    '',
    heading('Examples'),
    ...EXAMPLES.map(([about, command]) => `  ${about.padEnd(14)} ${command}`),
  ]
}

/** The flags by their groups, those in order, empty ones left out. */
export function groups(flags: readonly Flag[]): [Flag['group'], Flag[]][] {
  return GROUPS.map((group): [Flag['group'], Flag[]] => [
    group,
    flags.filter((flag) => flag.group === group),
  ]).filter(([, members]) => members.length > 0)
}

export function line(flag: Flag): string {
  return `  ${name(written(flag).padEnd(26))} ${flag.summary}`
}

export function wrapped(text: string, indent: number, width = 78): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > width - indent && line !== '') {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each)
}
