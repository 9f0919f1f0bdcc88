// Lists the flags. Parsing, help and the table of the README are made from this list.

import { UsageError } from '../core/errors.ts'
import { ENGINES, ENTITIES } from '../plan/plan.ts'
import { STAGES } from '../plan/stages.ts'
import { parsePattern } from '../xml/pattern.ts'
import type { Flag } from './flag.ts'
import { LIMIT_FLAGS } from './limits.ts'

const stages: Flag[] = STAGES.map(({ name, argument, summary, details, example }) => ({
  names: [`--${name}`],
  ...(argument !== undefined && { argument }),
  group: 'Stages, in the order given',
  summary,
  ...(details !== undefined && { details }),
  example,
  isOrdered: true,
  add: (request, text) => request.addStage(name, text),
}))

export const FLAGS: readonly Flag[] = [
  {
    names: ['-r', '--record'],
    argument: 'PATTERN',
    group: 'Input',
    summary: 'the elements that are records; every child of the root if not given',
    details:
      'bus (anywhere, in any namespace), /buses/bus (from the root), //page/revision (a child of any page), ' +
      'article|book, dc:title (prefix as written), {uri}title (namespace), * (any name). An element inside a ' +
      'record belongs to it, whatever its name. Given twice, both match.',
    example: "-r 'article|inproceedings'",
    add(request, text) {
      parsePattern(text)
      const { record } = request.plan
      request.plan.record = record === undefined ? text : `${record}|${text}`
    },
  },
  {
    names: ['--with-name'],
    argument: 'FIELD',
    group: 'Input',
    summary: "add the name of the record's element as FIELD",
    example: "-r 'article|book' --with-name kind",
    add(request, text) {
      if (text === '') throw new UsageError('--with-name: expected the name of a field')
      request.plan.withName = text
    },
  },
  {
    names: ['--engine'],
    argument: 'kernel|sax',
    group: 'Input',
    summary: 'what parses: kernel, or the npm package sax (kernel)',
    details: 'sax is the npm package behind checks of its own.',
    example: '--engine sax',
    isForCheck: true,
    add({ plan }, text) {
      plan.engine = oneOf(ENGINES, '--engine', text)
    },
  },
  {
    names: ['--lenient'],
    group: 'Input',
    summary: 'repair documents that are not well-formed, by guessing',
    details: 'Only the engine sax can. What it guesses is not told.',
    add({ plan }) {
      plan.lenient = true
    },
  },
  {
    names: ['--entities'],
    argument: 'lenient|strict',
    group: 'Input',
    summary: 'leave out entities declared elsewhere, or refuse them (lenient)',
    details:
      'Files that a document refers to are never read. What is declared in them is left out of the records ' +
      'with a warning, or is an error.',
    example: '--entities strict',
    isForCheck: true,
    add({ plan }, text) {
      plan.entities = oneOf(ENTITIES, '--entities', text)
    },
  },
  {
    names: ['--no-namespaces'],
    group: 'Input',
    summary: 'take colons in names as ordinary characters',
    details: 'Prefixes need no declaration then, and a pattern in braces matches nothing.',
    isForCheck: true,
    add({ plan }) {
      plan.namespaces = false
    },
  },
  ...LIMIT_FLAGS,
  ...stages,
  {
    names: ['--branch'],
    group: 'Stages, in the order given',
    summary: 'start a branch: each receives every record from before the first',
    details:
      'What stands before the first --branch is the trunk. A branch ends in its --to, or in stdout, which the ' +
      'branches share.',
    example: '--branch --filter route=22 --to 22.jsonl --branch --count-by route',
    isOrdered: true,
    add: (request) => request.addBranch(),
  },
  {
    names: ['--to'],
    argument: 'DEST',
    group: 'Output',
    summary: 'write JSON lines to DEST, a file or - for stdout; may repeat',
    details:
      'A file appears when all went well, under a temporary name until then; after a failure nothing is left ' +
      'of it, and what was there before stays.',
    example: '--to buses.jsonl --to -',
    isOrdered: true,
    add: (request, text) => request.addDestination(text),
  },
  {
    names: ['-e', '--exit-status'],
    group: 'Output',
    summary: 'exit with 1 if no record was written',
    example: '-e --filter route=22 --to 22.jsonl',
    add(request) {
      request.needsRecords = true
    },
  },
  {
    names: ['--explain'],
    group: 'General',
    summary: 'print what would run, and what it holds in memory',
    add(request) {
      request.shows = 'plan'
    },
  },
  {
    names: ['-h'],
    group: 'General',
    summary: 'one screen of help',
    isForCheck: true,
    add(request) {
      request.shows = 'short help'
    },
  },
  {
    names: ['--help'],
    group: 'General',
    summary: 'all of it',
    isForCheck: true,
    add(request) {
      request.shows = 'long help'
    },
  },
  {
    names: ['--version'],
    group: 'General',
    summary: 'print the version',
    isForCheck: true,
    add(request) {
      request.shows = 'version'
    },
  },
]

function oneOf<Word extends string>(words: readonly Word[], flag: string, text: string): Word {
  const word = words.find((candidate) => candidate === text)
  if (word !== undefined) return word
  throw new UsageError(`${flag}: expected ${words.join(' or ')}, found ${JSON.stringify(text)}`)
}
