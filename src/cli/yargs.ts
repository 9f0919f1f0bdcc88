// Reads any command line with yargs, and rewords its errors as those of cosax.

import yargs from 'yargs'
import { UsageError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { type Flag, nameOf } from './flags/flag.ts'
import { FLAGS } from './flags/flags.ts'
import type { Words } from './words.ts'

/** @throws UsageError when the words cannot be understood. */
export function readWithYargs(words: readonly string[]): Words {
  const end = words.includes('--') ? words.indexOf('--') : words.length
  const flags = words.slice(0, end)
  const named = flags.flatMap(flagsIn)
  const { _: files = [], ...values } = parsed([...flags.flatMap(apart), ...words.slice(end)])
  for (const key of Object.keys(values)) {
    if (!FLAGS.some((flag) => keyOf(flag) === key)) throw unknownFlag(`-${key}`)
  }
  const texts = new Map(FLAGS.map((flag) => [flag, textsOf(flag, values[keyOf(flag)])]))
  const anywhere = FLAGS.filter((flag) => !flag.isOrdered).flatMap((flag) =>
    (texts.get(flag) ?? []).map(() => flag),
  )
  // the parser keeps the order of a flag's values, not that between flags
  const inOrder = named.filter((flag) => flag.isOrdered)
  return {
    uses: [...anywhere, ...inOrder].map((flag) => [flag, texts.get(flag)?.shift() ?? '']),
    files: files.map(String),
  }
}

/** The flag that a word names, if it does: no value stands alone and starts with `--`. */
function flagsIn(word: string): Flag[] {
  const [, name, value] = /^(-[a-z]|--[^=]+)(=.*)?$/s.exec(word) ?? []
  if (name === undefined) return []
  const flag = flagNamed(name)
  if (flag === undefined) throw unknownFlag(name)
  if (flag.argument === undefined && value !== undefined) {
    throw new UsageError(`${name}: takes no argument, found ${JSON.stringify(value.slice(1))}`)
  }
  return [flag]
}

/** The argument of each use of a flag, '' for a switch. */
function textsOf({ argument }: Flag, value: unknown): string[] {
  return [value ?? []].flat().map((text) => (argument === undefined ? '' : String(text)))
}

function parsed(words: string[]): { [key: string]: unknown; _?: (string | number)[] } {
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
  for (const flag of FLAGS) {
    const [key = '', ...aliases] = flag.names.map(undashed).reverse()
    parser.option(key, {
      alias: aliases,
      ...(flag.argument === undefined
        ? { type: 'boolean', nargs: 0 }
        : { type: 'string', nargs: 1 }),
    })
  }
  const { $0: _, ...values } = parser.parseSync(words)
  return values
}

/** `-rbus` as `-r bus`, and a flag whose argument is left out with an empty one. */
function apart(word: string): string[] {
  if (flagNamed(word)?.isOptional) return [`${word}=`]
  const [, short = '', value = ''] = /^(-[a-z])=?(.+)$/s.exec(word) ?? []
  return flagNamed(short)?.argument === undefined ? [word] : [short, value]
}

function inOurWords(message: string): string {
  const key = /^Not enough arguments following: (.*)$/.exec(message)?.[1]
  const flag = FLAGS.find(({ names }) => names.some((name) => undashed(name) === key))
  if (flag === undefined) return message.charAt(0).toLowerCase() + message.slice(1)
  const name = nameOf(flag)
  return `${name}: expected ${flag.argument}; one that starts with - is written ${name}=${flag.argument}`
}

function unknownFlag(written: string): UsageError {
  const near = nearest(
    written,
    FLAGS.map(nameOf).filter((name) => name.startsWith('--')),
  )
  const advice = near ? `: did you mean ${near}?` : ', see cosax --help'
  return new UsageError(`unknown flag ${written}${advice}`)
}

function flagNamed(name: string): Flag | undefined {
  return FLAGS.find(({ names }) => names.includes(name))
}

/** What yargs calls it. */
function keyOf(flag: Flag): string {
  return undashed(nameOf(flag))
}

function undashed(name: string): string {
  return name.replace(/^--?/, '')
}
