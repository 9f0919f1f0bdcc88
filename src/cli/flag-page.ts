// Turns the list of flags into a page in Markdown: docs/flags.md.

import { COMMAND_NAMES, COMMANDS } from './commands.ts'
import { EXIT_CODES } from './exit.ts'
import { type Flag, written } from './flags/flag.ts'
import { FLAGS } from './flags/flags.ts'
import { FIELDS, groups, NOTES } from './help.ts'

const INTRODUCTION = [
  '<!-- Written by npm run cases from the list in src/cli/flags. Do not edit. -->',
  '# Flags',
  '',
  '`cosax --help` prints all of this, `cosax help TOPIC` a part of it, `cosax man` a manual page.',
  'Flags about the input and the output may stand anywhere. Stages act in the order given, as in a shell pipeline: ' +
    '`--head 100 --filter route=22` looks at a hundred buses, `--filter route=22 --head 100` finds a hundred.',
  '',
  plain(FIELDS),
]

export function flagPage(): string {
  return [
    ...INTRODUCTION,
    ...groups(FLAGS).flatMap(([group, flags]) => [
      '',
      `## ${group}`,
      ...paragraph(NOTES[group] && plain(NOTES[group])),
      '',
      ...overview(flags),
      ...flags.filter(hasMore).flatMap(inFull),
    ]),
    '',
    '## Commands',
    ...COMMAND_NAMES.flatMap((name) => {
      const { usage, purpose, note } = COMMANDS[name]
      return [
        '',
        `### \`${`cosax ${name} ${usage}`.trimEnd()}\``,
        ...paragraph(plain(`${purpose} ${note}`)),
      ]
    }),
    '',
    '## Exit codes',
    '',
    '| | |',
    '| --- | --- |',
    ...EXIT_CODES.map(([code, meaning]) => `| ${code} | ${plain(meaning)} |`),
    '',
  ].join('\n')
}

/** A row for each flag. */
function overview(flags: readonly Flag[]): string[] {
  const rows = flags.map((flag) => {
    const code = written(flag).replaceAll('|', '\\|') // which ends a cell even in code
    return `| \`${code}\` | ${plain(flag.summary)} |`
  })
  return ['| | |', '| --- | --- |', ...rows]
}

function hasMore({ details, example }: Flag): boolean {
  return details !== undefined || example !== undefined
}

function inFull(flag: Flag): string[] {
  const { details, example } = flag
  return [
    '',
    `### \`${written(flag)}\``,
    ...paragraph(details && plain(details)),
    ...paragraph(example && `Example: \`${example}\``),
  ]
}

function paragraph(text: string | undefined): string[] {
  return text === undefined ? [] : ['', text]
}

/** Text that means nothing to Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*_~<&|[\]]/g, '\\$&')
}
