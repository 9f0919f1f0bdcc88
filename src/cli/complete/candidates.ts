// Turns what is expected at the end of a command line into what may stand there.

import { printable } from '../../core/printable.ts'
import { AGGREGATES } from '../../expression/aggregate.ts'
import { FORMATS } from '../../formats/formats.ts'
import type { Plan } from '../../plan/plan.ts'
import { sizeOf } from '../../sources/size.ts'
import { COMMAND_NAMES, COMMANDS } from '../commands.ts'
import { SHELLS } from '../completion.ts'
import { isTakenBy, nameOf } from '../flags/flag.ts'
import { FLAGS } from '../flags/flags.ts'
import { requested } from '../parse.ts'
import type { Context } from './context.ts'

export interface Candidates {
  /** Whole words, with what there is to say of them. */
  words: [word: string, about: string][]
  /** Whether names of files may stand there too. */
  files?: boolean
  /** Whether a word is likely to go on. */
  goesOn?: boolean
}

const FORMAT_NAMES = FORMATS.map(({ name }) => name)

type Of = (typed: string, context: Context) => Candidates | Promise<Candidates>

/** By what stands for the argument of a flag, the first that fits. */
const ARGUMENTS: readonly [kind: RegExp, of: Of][] = [
  [/^(?:FILE|DEST)/, () => ({ words: [], files: true })],
  [/^PATTERN$/, patterns],
  [/^FIELD=VALUE$/, conditions],
  [
    /^NAME$/,
    (typed, { flag }) => listed(flag && nameOf(flag) === '--format' ? FORMAT_NAMES : [], typed),
  ],
  [/^stop\|/, (typed) => ({ ...listed(['stop', 'skip', 'quarantine='], typed), goesOn: true })],
  [/^EXPR$/, (typed, context) => fields(typed, context, /[\w@/.-]*$/)],
  [/^CALL/, calls],
  [/(?:^|=)(?:FIELD|PATH|OLD)/, (typed, context) => fields(typed, context, /[^,=(]*$/)],
  [/^[a-z][a-z0-9-]*(?:\|[a-z][a-z0-9-]*)*$/, enumerated],
]

export async function candidatesFor(context: Context): Promise<Candidates> {
  const { flag, typed, before } = context
  if (!flag) return typed.startsWith('-') ? flags(context) : firstWords(context)
  const [, of] = ARGUMENTS.find(([kind]) => kind.test(flag.argument ?? '')) ?? []
  if (!of) return { words: [] }
  const { words, ...rest } = await of(typed, context)
  return { ...rest, words: words.map(([word, about]) => [before + word, about]) }
}

function flags({ command, typed }: Context): Candidates {
  const known = FLAGS.filter((flag) => isTakenBy(command, flag))
  const words = known.map((flag): [string, string] => [nameOf(flag), flag.summary])
  return { words: words.filter(([word]) => word.startsWith(typed)) }
}

async function firstWords({ command, typed, files, uses }: Context): Promise<Candidates> {
  if (command === 'completion') return listed(SHELLS, typed)
  const [, archive] = /^(.+?\.zip):/is.exec(typed) ?? []
  if (archive !== undefined) return listed(await membersOf(archive), typed)
  const isFirst = command === 'run' && files.length === 0 && uses.length === 0
  const commands = COMMAND_NAMES.map((name): [string, string] => [name, COMMANDS[name].summary])
  const words = isFirst ? commands.filter(([name]) => name.startsWith(typed)) : []
  return { words, files: command !== 'man' }
}

function enumerated(typed: string, { flag }: Context): Candidates {
  return listed(flag?.argument?.split('|') ?? [], typed)
}

function listed(words: readonly string[], typed: string): Candidates {
  return { words: words.filter((word) => word.startsWith(typed)).map((word) => [word, '']) }
}

async function patterns(typed: string, context: Context): Promise<Candidates> {
  const bytes = await sampled(context)
  if (!bytes) return { words: [] }
  const { findPatterns } = await import('./patterns.ts')
  const found = findPatterns(bytes, planOf(context).encoding)
  const isPath = typed.slice(typed.lastIndexOf('|') + 1).startsWith('/')
  const named = [...found].filter(([pattern]) => pattern.startsWith('/') === isPath)
  return continued(
    typed,
    /[^|]*$/,
    named.map(([pattern, times]) => [pattern, `×${times} at the beginning`]),
  )
}

async function fields(typed: string, context: Context, last: RegExp): Promise<Candidates> {
  const found = await fieldsOf(context)
  const words = [...found].map(([path, [example = '']]): [string, string] => [path, example])
  return { ...continued(typed, last, words), goesOn: true }
}

/** The members of an archive as inputs; none if it is no archive. */
async function membersOf(archive: string): Promise<string[]> {
  if (sizeOf(archive) === undefined) return []
  const { membersOf } = await import('../../sources/zip.ts')
  const names = await membersOf(archive).catch(() => [])
  return names.filter((name) => printable(name) === name).map((name) => `${archive}:${name}`)
}

/** Functions, then inside of their parentheses the fields of the records that are grouped. */
async function calls(typed: string, context: Context): Promise<Candidates> {
  if (!/\([^)]*$/.test(typed)) {
    const words = AGGREGATES.map((name): [string, string] => [
      name === 'count' ? name : `${name}(`,
      '',
    ])
    return { ...continued(typed, /[^,=]*$/, words), goesOn: true }
  }
  const group = context.uses.findLastIndex(([flag]) => nameOf(flag) === '--group')
  const found = await fieldsOf({ ...context, uses: context.uses.toSpliced(group, 1) })
  const words = [...found].map(([path, [example = '']]): [string, string] => [`${path})`, example])
  return { ...continued(typed, /[^(]*$/, words), goesOn: true }
}

async function conditions(typed: string, context: Context): Promise<Candidates> {
  const [, field = '', operator] = /^!?([^=!~<>]*)(!=|[<>]=|[=~<>])?/.exec(typed) ?? []
  if (operator === undefined) {
    const { words, ...rest } = await fields(typed, context, /[^!]*$/)
    return { ...rest, words: words.map(([word, about]) => [`${word}=`, about]) }
  }
  const values = (await fieldsOf(context)).get(field) ?? []
  return continued(
    typed,
    /(?<=^[^=!~<>]*(?:!=|[<>]=|[=~<>])).*$/s,
    [...values].sort().map((value) => [value, '']),
  )
}

/** Words that may stand for the last part of what was typed. */
function continued(typed: string, last: RegExp, words: [string, string][]): Candidates {
  const [part = ''] = last.exec(typed) ?? []
  const before = typed.slice(0, typed.length - part.length)
  return {
    words: words
      .filter(([word]) => word.startsWith(part))
      .map(([word, about]) => [before + word, about]),
  }
}

/** Those of a shape if one is named and no stage has changed them, else those that the beginning of the file has. */
async function fieldsOf(context: Context): Promise<Map<string, Set<string>>> {
  const shape = context.uses.find(([flag]) => nameOf(flag) === '--shape')?.[1]
  if (shape !== undefined && !context.uses.some(([flag]) => flag.isOrdered)) {
    const { fieldsOfShape } = await import('./shape-fields.ts')
    const fields = fieldsOfShape(shape)
    if (fields) return fields
  }
  const bytes = await sampled(context)
  if (!bytes) return new Map()
  const { findFields } = await import('./fields.ts')
  return findFields(planOf(context), bytes)
}

async function sampled({ files }: Context): Promise<Uint8Array | undefined> {
  const { readSample } = await import('./sample.ts')
  return readSample(files)
}

/** What the words before say, as far as they can be understood. */
function planOf({ uses, files }: Context): Plan {
  // a list of inputs may be stdin
  const safe = uses.filter(([flag]) => nameOf(flag) !== '--files-from')
  for (let n = safe.length; n > 0; n--) {
    try {
      return requested('run', { uses: safe.slice(0, n), files }).plan
    } catch {} // the last that was typed may be what cannot be understood
  }
  return requested('run', { uses: [], files }).plan
}
