import { describe, expect, test } from 'vitest'
import { FLAGS } from '../../src/cli/flags/flags.ts'
import { aboutOptions, worded } from '../../src/core/words.ts'

test.each([
  [
    'record longer than 5 bytes: raise --max-record',
    'record longer than 5 bytes: raise limits.record',
  ],
  ['--on-error: only the engine kernel does', 'onError: only the engine kernel does'],
  ['--fragments: only the engine kernel does', 'fragments: only the engine kernel does'],
  ['second root: --fragments reads both', 'second root: fragments: true reads both'],
  ['--array a makes that the same', 'mapping.array a makes that the same'],
  ['--select: field given twice', 'select: field given twice'],
  ['tag not closed: "--max-record"', 'tag not closed: "--max-record"'],
  ['"a\\"--record" --record', '"a\\"--record" record'],
  ['a--record, <!--array--> and -- text', 'a--record, <!--array--> and -- text'],
])('%s', (message, expected) => expect(aboutOptions(message)).toBe(expected))

test('messages of the command line name flags', () => {
  expect(worded('raise --max-record')).toBe('raise --max-record')
})

/** What is no part of a plan: how the command shows things, and whole commands. */
const OF_THE_COMMAND = new Set(['General', 'Shape'])

describe('a flag of a group that plans have', () => {
  const names = FLAGS.filter(({ group }) => !OF_THE_COMMAND.has(group)).flatMap(
    ({ names }) => names,
  )

  test.each(names.filter((name) => name.startsWith('--')))('%s has a word for programs', (name) => {
    const word = aboutOptions(`raise ${name}`)
    expect(word).not.toContain('--')
  })
})
