import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { EXIT_CODES } from '../../src/cli/exit.ts'
import { FLAGS } from '../../src/cli/flags.ts'
import { flagTable, longHelp, shortHelp } from '../../src/cli/help.ts'
import { parseArguments } from '../../src/cli/parse.ts'

const short = stripVTControlCharacters(shortHelp())
const long = stripVTControlCharacters(longHelp())

describe('the short help', () => {
  test('fits on a screen', () => {
    const lines = short.split('\n')
    expect(lines.length).toBeLessThanOrEqual(45)
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100)
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

describe.each([
  ['short', short],
  ['long', long],
])('the %s help', (_, help) => {
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
      expect(() => parseArguments(plain), example).not.toThrow()
    }
  })

  test('has no line of more than 100 columns', () => {
    for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100)
  })

  test.each(FLAGS.map((flag) => [flag.name, flag] as const))('has the flag %s', (name, flag) => {
    const names = [
      ...(flag.short === undefined ? [] : [`-${flag.short}`]),
      ...(name.length > 1 ? [`--${name}`] : []),
    ].join(', ')
    const written = flag.argument === undefined ? names : `${names} ${flag.argument}`
    const line = help.split('\n').find((line) => `${line.trim()} `.startsWith(`${written} `))
    expect(line).toBeDefined()
  })

  test('has every group once', () => {
    for (const group of new Set(FLAGS.map((flag) => flag.group))) {
      expect(help.split('\n').filter((line) => line === group)).toEqual([group])
    }
  })
})

describe('the long help', () => {
  const flat = long.replace(/\s+/g, ' ')

  test.each(FLAGS.map((flag) => [flag.name, flag] as const))('tells all about %s', (_, flag) => {
    const { summary, details = '', example = '' } = flag
    for (const text of [summary, details, example]) {
      expect(flat).toContain(text.replace(/\s+/g, ' '))
    }
  })

  test('tells what every exit code means', () => {
    for (const [code, meaning] of EXIT_CODES) {
      expect(flat).toContain(`${code} ${meaning}`)
    }
  })
})

describe('the table', () => {
  const rows = flagTable().split('\n')

  test.each(FLAGS.map((flag) => [flag.name, flag] as const))('has a row for %s', (name, flag) => {
    const written = name.length > 1 ? `--${name}` : `-${name}`
    const row = rows.filter((row) => new RegExp(`^\\| \`(-\\w, )?${written}[ \`]`).test(row))
    expect(row.length).toBe(1)
    expect(row[0]).toContain(flag.summary.replaceAll('|', '\\|'))
  })

  test('has two cells in every row', () => {
    for (const row of rows.filter((row) => row !== '')) {
      expect(row.replaceAll('\\|', '').split('|').length, row).toBe(4)
    }
  })

  test('has no colours', () => {
    expect(flagTable()).toBe(stripVTControlCharacters(flagTable()))
  })
})
