import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { EXIT_CODES } from '../../src/cli/exit.ts'
import { type Flag, nameOf, written } from '../../src/cli/flags/flag.ts'
import { FLAGS } from '../../src/cli/flags/flags.ts'
import { commandHelp, longHelp, shortHelp } from '../../src/cli/help.ts'
import { helpOn } from '../../src/cli/help-topic.ts'
import { understood } from './understood.ts'

const short = stripVTControlCharacters(shortHelp())
const check = stripVTControlCharacters(commandHelp('check'))
const long = stripVTControlCharacters(longHelp())

const named = (flags: readonly Flag[]) => flags.map((flag) => [nameOf(flag), flag] as const)
const FOR_CHECK = FLAGS.filter((flag) => flag.commands?.includes('check'))

/** The line of a help that a flag has to itself. */
function lineOf(flag: Flag, help: string): string | undefined {
  return help.split('\n').find((line) => `${line.trim()} `.startsWith(`${written(flag)} `))
}

describe('the short help', () => {
  test('fits on a screen of 24 lines and 80 columns', () => {
    const lines = short.split('\n')
    expect(lines.length).toBeLessThan(24)
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80)
  })

  test('has no space at the end of a line', () => {
    for (const line of short.split('\n')) expect(line).toBe(line.trimEnd())
  })

  test('begins with what it is for and how to use it', () => {
    expect(short.split('\n')[0]).toContain('XML')
    expect(short.split('\n')[2]).toMatch(/^Usage cosax /)
  })

  test('says where the rest is', () => {
    expect(short.split('\n').at(-1)).toContain('cosax --help')
  })
})

describe.each([['long', long, FLAGS]])('the %s help', (_, help, flags) => {
  const examples = [...help.matchAll(/^ {2}\S.*? +(?:\S+ +\S+ \| )?cosax (.*)$/gm)].map(
    ([, words = '']) => words,
  )

  test('has five examples', () => {
    expect(examples.length).toBe(5)
  })

  test('has examples that are understood', () => {
    for (const example of examples) {
      const words = example.match(/(?:[^\s']|'[^']*')+/g) ?? []
      const plain = words.map((word) => word.replaceAll("'", ''))
      expect(() => understood(plain), example).not.toThrow()
    }
  })

  test('has no line of more than 100 columns', () => {
    for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100)
  })

  test.each(named(flags))('has the flag %s', (_, flag) => {
    expect(lineOf(flag, help)).toBeDefined()
  })

  test('has every group once', () => {
    for (const group of new Set(flags.map((flag) => flag.group))) {
      expect(help.split('\n').filter((line) => line === group)).toEqual([group])
    }
  })

  test('names the check', () => expect(help).toContain('cosax check [FILE… | -]'))
})

describe('the help on a topic', () => {
  test.each([
    ['filter', '--filter FIELD=VALUE'],
    ['--filter', '--filter FIELD=VALUE'],
    ['-r', '-r, --record PATTERN'],
    ['stages', '--where EXPR'],
    ['bad records', '--on-error'],
    ['limits', '--max-depth N'],
    ['check', 'Usage cosax check'],
    ['expressions', 'slice(text, from, to?)'],
    ['patterns', '//page/revision'],
    ['exit codes', '130'],
    ['exit', '130'],
    ['formats', '.parquet'],
    ['fields', 'author/@orcid'],
    ['', 'exit codes'],
  ])('%j', (topic, text) => {
    expect(stripVTControlCharacters(helpOn(topic))).toContain(text)
  })

  test('one that is none is answered with the nearest', () => {
    expect(() => helpOn('fitler')).toThrow('no topic of help: "fitler": did you mean filter?')
  })
})

describe('the help of the check', () => {
  test.each(named(FOR_CHECK))('has the flag %s', (_, flag) => {
    expect(lineOf(flag, check)).toBeDefined()
  })

  test.each(named(FLAGS.filter((flag) => !flag.commands?.includes('check'))))(
    'has no %s',
    (_, flag) => {
      expect(lineOf(flag, check)).toBeUndefined()
    },
  )

  test('fits on a screen', () => {
    expect(check.split('\n').length).toBeLessThanOrEqual(50)
    for (const line of check.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100)
  })

  test('has its exit codes', () => expect(check).toMatch(/Exit codes: 0 .*3 .*4 /s))
})

describe('the long help', () => {
  const flat = long.replace(/\s+/g, ' ')

  test.each(named(FLAGS))('says all about %s', (_, flag) => {
    const { summary, details = '', example = '' } = flag
    for (const text of [summary, details, example]) {
      expect(flat).toContain(text.replace(/\s+/g, ' '))
    }
  })

  test('says what every exit code means', () => {
    for (const [code, meaning] of EXIT_CODES) {
      expect(flat).toContain(`${code} ${meaning}`)
    }
  })
})
