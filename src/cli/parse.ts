// Turns the words of a command line into a request.

import leven from 'leven'
import yargs from 'yargs'
import { UsageError } from '../core/errors.ts'
import { FLAGS, type Flag } from './flags.ts'
import { Request } from './request.ts'

/** @throws UsageError when the words cannot be understood. */
export function parseArguments(words: string[]): Request {
  const end = words.includes('--') ? words.indexOf('--') : words.length
  const flags = words.slice(0, end)
  const uses = flags.flatMap(longFlags)
  const { _: files = [], ...values } = read([...flags.flatMap(apart), ...words.slice(end)])
  for (const name of Object.keys(values)) {
    if (!FLAGS.some((flag) => flag.name === name)) throw unknownFlag(`-${name}`)
  }
  const texts = new Map(FLAGS.map((flag) => [flag, textsOf(flag, values[flag.name])]))
  const anywhere = FLAGS.filter((flag) => !flag.isOrdered).flatMap((flag) =>
    (texts.get(flag) ?? []).map(() => flag),
  )
  // the parser keeps the order of a flag's values, not that between flags
  const inOrder = uses.filter((flag) => flag.isOrdered)
  const request = new Request()
  for (const flag of [...anywhere, ...inOrder]) flag.add(request, texts.get(flag)?.shift() ?? '')
  request.addInputs(files.map(String))
  return request
}

/** The flag that a word names, if it does: no value stands alone and starts with `--`. */
function longFlags(word: string): Flag[] {
  const short = /^-([a-z])=/.exec(word)?.[1]
  const isSwitch = FLAGS.some((flag) => flag.short === short && flag.argument === undefined)
  if (short !== undefined && isSwitch) {
    throw new UsageError(`-${short}: takes no argument`)
  }
  const [, name, value] = /^--([^=]+)(=[\s\S]*)?$/.exec(word) ?? []
  if (name === undefined) return []
  const flag = FLAGS.find((flag) => flag.name === name && name.length > 1)
  if (flag === undefined) throw unknownFlag(`--${name}`)
  if (flag.argument === undefined && value !== undefined) {
    throw new UsageError(`--${name}: takes no argument, found ${JSON.stringify(value.slice(1))}`)
  }
  return [flag]
}

/** The argument of each use of a flag, '' for a switch. */
function textsOf({ argument }: Flag, value: unknown): string[] {
  return [value ?? []].flat().map((text) => (argument === undefined ? '' : String(text)))
}

function read(words: string[]): { [name: string]: unknown; _?: (string | number)[] } {
  const parser = yargs()
    .help(false)
    .version(false)
    .exitProcess(false)
    .showHelpOnFail(false)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
    })
    .fail((message: string) => {
      throw new UsageError(inOurWords(message))
    })
  for (const { name, short, argument } of FLAGS) {
    parser.option(name, {
      ...(short !== undefined && short !== name && { alias: short }),
      ...(argument === undefined ? { type: 'boolean', nargs: 0 } : { type: 'string', nargs: 1 }),
    })
  }
  const { $0: _, ...values } = parser.parseSync(words)
  return values
}

/** `-rbus` as `-r bus`. */
function apart(word: string): string[] {
  const [, short = '', value = ''] = /^-([a-z])=?([\s\S]+)$/.exec(word) ?? []
  const isFlag = FLAGS.some((flag) => flag.short === short && flag.argument !== undefined)
  return isFlag ? [`-${short}`, value] : [word]
}

function inOurWords(message: string): string {
  const name = /^Not enough arguments following: (.*)$/.exec(message)?.[1]
  const flag = FLAGS.find((flag) => flag.name === name || flag.short === name)
  if (flag === undefined) return message.charAt(0).toLowerCase() + message.slice(1)
  const written = `--${flag.name}`
  return `${written}: expected ${flag.argument}; one that starts with - is written ${written}=${flag.argument}`
}

function unknownFlag(written: string): UsageError {
  const near = FLAGS.filter(({ name }) => name.length > 1)
    .map(({ name }) => `--${name}`)
    .map((candidate) => ({ candidate, distance: leven(written, candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.ceil((candidate.length - 2) / 3))
    .sort((a, b) => a.distance - b.distance)[0]
  const advice = near ? `: did you mean ${near.candidate}?` : ', see cosax --help'
  return new UsageError(`unknown flag ${written}${advice}`)
}
