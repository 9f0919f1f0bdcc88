// Performs `cosax help [TOPIC]`: prints what there is to say of one thing.

import { UsageError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { FUNCTIONS, signatureOf } from '../expression/functions.ts'
import { FORMATS } from '../formats/formats.ts'
import { heading } from './color.ts'
import { COMMAND_NAMES, commandNamed } from './commands.ts'
import { EXIT_CODES } from './exit.ts'
import { type Flag, GROUPS } from './flags/flag.ts'
import { FLAGS } from './flags/flags.ts'
import { commandHelp, EXAMPLES, FIELDS, groups, inFull, line, NOTES, wrapped } from './help.ts'
import { print } from './print.ts'
import type { Request } from './request.ts'
import { STREAMS } from './streams.ts'

/** What is no flag, group or command. */
const TOPICS: Record<string, () => string[]> = {
  fields: () => wrapped(FIELDS, 0),
  patterns: () => inFull(flagNamed('record') as Flag),
  expressions: () => [
    ...inFull(flagNamed('where') as Flag),
    ...inFull(flagNamed('set') as Flag),
    '',
    heading('Functions'),
    ...[...FUNCTIONS.keys()].map((name) => `  ${signatureOf(name)}`),
  ],
  formats: () =>
    FORMATS.map(({ name, suffixes, summary }) => {
      return `  ${name.padEnd(10)} ${suffixes.join(' ').padEnd(18)} ${summary}`
    }),
  nats: () => STREAMS.flatMap((each) => [...wrapped(each, 0), '']).slice(0, -1),
  'exit codes': () => EXIT_CODES.map(([code, meaning]) => `  ${code.padEnd(14)} ${meaning}`),
  examples: () => EXAMPLES.map(([about, command]) => `  ${about.padEnd(14)} ${command}`),
}

export function printHelp({ plan }: Request): number {
  print(helpOn(plan.inputs.join(' ')))
  return 0
}

/** @throws UsageError for a topic that is none. */
export function helpOn(topic: string): string {
  const word = topic.trim().toLowerCase().replace(/^-+/, '')
  if (word === '') return listed()
  const group = groupNamed(word)
  if (group) {
    const [[, flags] = [group, []]] = groups(FLAGS.filter((flag) => flag.group === group))
    const note = NOTES[group] ?? ''
    return [...(note === '' ? [] : [...wrapped(note, 0), '']), ...flags.map(line)].join('\n')
  }
  const command = topic.startsWith('-') ? undefined : commandNamed(word) // --jobs is a flag
  if (command) return commandHelp(command)
  const known = Object.keys(TOPICS).find((name) => name === word || name.startsWith(`${word} `))
  const flag = flagNamed(word)
  if (flag && !known) return inFull(flag).join('\n')
  if (known) return (TOPICS[known]?.() ?? []).join('\n')
  const near = nearest(word, topics())
  throw new UsageError(
    `no topic of help: ${JSON.stringify(topic)}${near ? `: did you mean ${near}?` : '; cosax help lists them'}`,
  )
}

function listed(): string {
  const flags = FLAGS.map(({ names }) => (names.at(-1) ?? '').replace(/^-+/, ''))
  return [
    'cosax help TOPIC, where TOPIC is one of',
    '',
    ...wrapped(`of all: ${Object.keys(TOPICS).join(', ')}`, 2),
    ...wrapped(`groups of flags: ${GROUPS.map(wordOf).join(', ')}`, 2),
    ...wrapped(`commands: ${COMMAND_NAMES.join(', ')}`, 2),
    ...wrapped(`flags: ${flags.join(', ')}`, 2),
  ].join('\n')
}

function topics(): string[] {
  const flags = FLAGS.flatMap(({ names }) => names.map((name) => name.replace(/^-+/, '')))
  return [...Object.keys(TOPICS), ...GROUPS.map(wordOf), ...COMMAND_NAMES, ...flags]
}

/** What a group is called for short: stages, for that which are in the order given. */
function wordOf(group: Flag['group']): string {
  return group.toLowerCase().replace(/,.*/, '')
}

function groupNamed(word: string): Flag['group'] | undefined {
  return GROUPS.find((group) => wordOf(group) === word)
}

function flagNamed(word: string): Flag | undefined {
  return FLAGS.find(({ names }) => names.some((name) => name.replace(/^-+/, '') === word))
}
