// Turns the words of a command line into a request.

import leven from 'leven'
import yargs from 'yargs'
import { UsageError } from '../core/errors.ts'
import { FLAGS, type Flag } from './flags.ts'
import { Request } from './request.ts'

/** @throws UsageError when the words cannot be understood. */
export function parseArguments(words: string[]): Request {
  const { _: files = [], ...values } = read(words)
  const texts = new Map(FLAGS.map((flag) => [flag, [values[flag.name] ?? []].flat().map(String)]))
  for (const name of Object.keys(values)) {
    if (!FLAGS.some((flag) => flag.name === name)) throw unknownFlag(name)
  }
  const request = new Request()
  const inOrder = FLAGS.filter((flag) => !flag.isOrdered).flatMap((flag) =>
    (texts.get(flag) ?? []).map(() => flag),
  )
  for (const flag of [...inOrder, ...orderedFlags(words)]) {
    flag.add(request, texts.get(flag)?.shift() ?? '')
  }
  request.plan.inputs.push(...files.map(String))
  return request
}

/** Each use of a flag whose place means something, in order: the parser keeps the order of values only. */
function orderedFlags(words: string[]): Flag[] {
  const end = words.indexOf('--')
  return words.slice(0, end < 0 ? words.length : end).flatMap((word) => {
    const name = /^--([^=]+)/.exec(word)?.[1]
    return FLAGS.filter((flag) => flag.isOrdered && flag.name === name)
  })
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
      ...(argument === undefined ? { type: 'boolean' } : { type: 'string', nargs: 1 }),
    })
  }
  const { $0: _, ...values } = parser.parseSync(words)
  return values
}

function inOurWords(message: string): string {
  const name = /^Not enough arguments following: (.*)$/.exec(message)?.[1]
  const flag = FLAGS.find((flag) => flag.name === name || flag.short === name)
  if (flag === undefined) return message.charAt(0).toLowerCase() + message.slice(1)
  const written = `--${flag.name}`
  return `${written}: expected ${flag.argument}; one that starts with - is written ${written}=${flag.argument}`
}

function unknownFlag(name: string): UsageError {
  const written = `${name.length === 1 ? '-' : '--'}${name}`
  const near = FLAGS.map((flag) => flag.name)
    .filter((candidate) => candidate.length > 1)
    .map((candidate) => ({ candidate, distance: leven(name, candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.ceil(candidate.length / 3))
    .sort((a, b) => a.distance - b.distance)[0]
  return new UsageError(
    `unknown flag ${written}${near ? `: did you mean --${near.candidate}?` : ', see cosax --help'}`,
  )
}
