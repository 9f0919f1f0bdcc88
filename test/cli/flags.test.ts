import { describe, expect, test } from 'vitest'
import { FLAGS } from '../../src/cli/flags.ts'
import { parseArguments } from '../../src/cli/parse.ts'
import { STAGES } from '../../src/plan/stages.ts'

describe('the list of flags', () => {
  test('names no flag twice', () => {
    const names = FLAGS.flatMap(({ name, short }) => (short === name ? [name] : [name, short]))
    const given = names.filter((name) => name !== undefined)
    expect(given).toEqual([...new Set(given)])
  })

  test('has every stage, in their order', () => {
    const ordered = FLAGS.filter((flag) => flag.isOrdered).map((flag) => flag.name)
    expect(ordered).toEqual([...STAGES.map((stage) => stage.name), 'branch', 'to'])
  })
})

describe.each(FLAGS.map((flag) => [flag.name, flag] as const))('the flag %s', (name, flag) => {
  test('has a name that a shell can be given', () => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(flag.short ?? 'x').toMatch(/^[a-z]$/)
  })

  test('is summed up in half a line that is no sentence', () => {
    expect(flag.summary).toMatch(/^\S.*[^.\s]$/)
    expect(flag.summary.length).toBeLessThanOrEqual(70)
  })
})

test.each(FLAGS.filter((flag) => flag.example !== undefined))(
  'the example of $name uses it and is understood',
  ({ name, short = name, example = '' }) => {
    expect(example).toMatch(new RegExp(`(^|\\s)(--${name}|-${short})([\\s=]|$)`))
    expect(() => parseArguments(wordsOf(example))).not.toThrow()
  },
)

test.each(FLAGS.filter((flag) => flag.details !== undefined))(
  'the details of $name are whole sentences',
  ({ details }) => expect(details).toMatch(/^\S.*\.$/),
)

/** The words of a line as a shell sees them. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s']|'[^']*')+/g) ?? []
  return words.map((word) => word.replaceAll("'", ''))
}
