// Turns the list of flags into help: one screen, all of it, or a table in Markdown.

import { heading, name } from './color.ts'
import { EXIT_CODES } from './exit.ts'
import { FLAGS, type Flag } from './flags.ts'

const PURPOSE = 'Reads XML of any size and writes every record as a line of JSON.'
const USAGE = 'cosax [FILE… | -] [-r PATTERN] [STAGE…] [--to DEST]'

const EXAMPLES: [about: string, command: string][] = [
  ['buses', "cosax buses.xml -r bus --filter route=22 --filter 'direction=North Bound'"],
  ['Stack Exchange', 'cosax Posts.xml -r row --filter @PostTypeId=1 --select @Id,@Title'],
  ['PubMed', 'zcat pubmed.xml.gz | cosax -r PubmedArticle --count-by MedlineCitation/@Status'],
  ['DBLP', "cosax dblp.xml -r 'article|book' --with-name kind --where 'year >= 2020'"],
  ['Wikipedia', 'bzcat dump.xml.bz2 | cosax -r page --filter ns=0 --select id,title --head 5'],
]

/** One screen. */
export function shortHelp(): string {
  return [
    ...front(),
    ...groups().flatMap(([group, flags]) => [
      '',
      heading(group),
      ...flags.map((flag) => `  ${name(written(flag).padEnd(26))} ${flag.summary}`),
    ]),
    '',
    'cosax --help tells the rest: patterns, operators, exit codes.',
  ].join('\n')
}

/** All of it. */
export function longHelp(): string {
  return [
    ...front(),
    ...groups().flatMap(([group, flags]) => [
      '',
      heading(group),
      ...flags.flatMap((flag) => [
        `  ${name(written(flag))}`,
        ...wrapped(flag.summary, 6),
        ...(flag.details === undefined ? [] : wrapped(flag.details, 6)),
        ...(flag.example === undefined ? [] : [`      example: ${flag.example}`]),
      ]),
    ]),
    '',
    heading('Fields'),
    ...wrapped(
      'A record is a dictionary: attributes as @name, children by name (an array where a name repeats), text ' +
        'beside them as #text. An element with only text is a string, an empty one null, every value text as ' +
        'it stood. A field is a path in it: title, @id, author/name, author/@orcid, title/#text.',
      2,
    ),
    '',
    heading('Exit codes'),
    ...EXIT_CODES.map(([code, meaning]) => `  ${code.padEnd(9)} ${meaning}`),
  ].join('\n')
}

/** The flags as a table in Markdown, for the README. */
export function flagTable(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  return groups()
    .flatMap(([group, flags]) => [
      `| ${group} | |`,
      '| --- | --- |',
      ...flags.map((flag) => `| \`${cell(written(flag))}\` | ${cell(flag.summary)} |`),
      '',
    ])
    .join('\n')
    .trimEnd()
}

function front(): string[] {
  return [
    PURPOSE,
    '',
    `${heading('Usage')} ${USAGE}`,
    '',
    heading('Examples'),
    ...EXAMPLES.map(([about, command]) => `  ${about.padEnd(14)} ${command}`),
  ]
}

function groups(): [string, Flag[]][] {
  const names = [...new Set(FLAGS.map((flag) => flag.group))]
  return names.map((group) => [group, FLAGS.filter((flag) => flag.group === group)])
}

function written({ name, short, argument }: Flag): string {
  const long = name.length > 1 ? [`--${name}`] : []
  const names = [...(short === undefined ? [] : [`-${short}`]), ...long].join(', ')
  return argument === undefined ? names : `${names} ${argument}`
}

function wrapped(text: string, indent: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > 78 - indent && line !== '') {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each)
}
