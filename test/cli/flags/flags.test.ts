import { describe, expect, test } from 'vitest'
import { nameOf } from '../../../src/cli/flags/flag.ts'
import { FLAGS } from '../../../src/cli/flags/flags.ts'
import { STAGES } from '../../../src/plan/stages.ts'
import { understood } from '../understood.ts'

describe('the list of flags', () => {
  test('names no flag twice', () => {
    const names = FLAGS.flatMap((flag) => flag.names)
    expect(names).toEqual([...new Set(names)])
  })

  test('has every stage, in their order', () => {
    const stages = STAGES.map(({ name }) => `--${name}`)
    const named = FLAGS.flatMap((flag) => (flag.isOrdered ? flag.names : []))
    expect(named.filter((name) => stages.includes(name))).toEqual(stages)
  })

  test('has what says more of a stage once, after it', () => {
    const names = FLAGS.map(nameOf)
    for (const { name, modifiers = [] } of STAGES) {
      for (const modifier of modifiers) {
        expect(names.filter((each) => each === `--${modifier.name}`)).toHaveLength(1)
        const first = STAGES.find((stage) => stage.modifiers?.some((m) => m.name === modifier.name))
        if (first?.name !== name) continue
        expect(names.indexOf(`--${modifier.name}`)).toBeGreaterThan(names.indexOf(`--${name}`))
      }
    }
  })
})

describe.each(FLAGS.map((flag) => [nameOf(flag), flag] as const))('the flag %s', (_, flag) => {
  test('has names that a shell can be given, the long one last', () => {
    expect(flag.names.join(' ')).toMatch(/^(-[a-z]|(-[a-zA-Z] )?--[a-z]+(-[a-z]+)*)$/)
  })

  test('is summed up in half a line that is no sentence', () => {
    expect(flag.summary).toMatch(/^\S.*[^.\s]$/)
    expect(flag.summary.length).toBeLessThanOrEqual(70)
  })
})

test.each(FLAGS.filter((flag) => flag.example !== undefined))(
  'the example of $names uses it and is understood',
  ({ names, example = '', isOfCommands, commands }) => {
    expect(wordsOf(example).some((word) => names.includes(word.replace(/=.*/s, '')))).toBe(true)
    const command = isOfCommands ? commands?.[0] : 'run'
    expect(() => understood(wordsOf(example), command)).not.toThrow()
  },
)

test.each(FLAGS.filter((flag) => flag.details !== undefined))(
  'the details of $names are whole sentences',
  ({ details }) => expect(details).toMatch(/^\S.*\.$/),
)

/** The words of a line as a shell sees them. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s']|'[^']*')+/g) ?? []
  return words.map((word) => word.replaceAll("'", ''))
}
