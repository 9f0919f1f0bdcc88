import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FLAGS } from '../../src/cli/flags/flags.ts'
import { parseArguments } from '../../src/cli/parse.ts'
import { readPlain } from '../../src/cli/plain.ts'
import { CosaxError } from '../../src/core/errors.ts'
import { understood } from './understood.ts'

const TEXTS = [
  'bus',
  '22',
  '0',
  '1e3',
  '007',
  'a=b',
  'a,b',
  '',
  ' ',
  '-',
  '--',
  '-x',
  '-1',
  '--head',
  'check',
  '"a"',
  "'b'",
  'é',
  'two\nlines',
  'true',
  '=',
  '-=',
  'sax',
  'strict',
  '300M',
  '__proto__',
]
const NAMES = [
  ...FLAGS.flatMap(({ names }) => names),
  '-x',
  '--banana',
  '--no-count',
  '-er',
  '--__proto__',
]

const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string())
const name = fc.constantFrom(...NAMES)
const word = fc.oneof(
  text,
  name,
  fc.tuple(name, text).map(([name, text]) => `${name}=${text}`),
  fc.tuple(name, text).map(([name, text]) => `${name}${text}`),
)
const uses = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.tuple(name, text) }, fc.tuple(word)), { maxLength: 6 })
  .map((parts) => parts.flat())

test('what is read without the parser is what the parser reads', () => {
  fc.assert(
    fc.property(uses, (words) => {
      try {
        understood(words)
      } catch (error) {
        if (!(error instanceof CosaxError)) throw error
      }
    }),
    { numRuns: 2000, examples: [[['--to', ' ', '--plan', 'p', '-r', 'bus']]] },
  )
})

describe('the parser is not needed for', () => {
  test.each([
    [],
    ['a.xml'],
    ['-', '-r', 'bus', '--head', '10', '--count'],
    ['a.xml', '--to', '-', '--to=b', '-e'],
    ['--filter=-x=1', '--where', 'a == 1', '--branch', '--select', 'a,b=c'],
    ['--max-tag', '300M', '--engine=sax', '--no-namespaces'],
    ['-h'],
    ['-rbus', '-j=2'],
  ])('%s %s %s %s %s %s %s', (...words) => expect(readPlain(words)).toBeDefined())
})

describe('the parser judges', () => {
  test.each([
    ['--'],
    ['--banana'],
    ['--head'],
    ['--head', '-1'],
    ['--count=1'],
    ['-er', 'bus'],
    ['-r-x'],
    ['--filter', '--count'],
    ['a', '--to', '--'],
  ])('%s %s %s', (...words) => expect(readPlain(words)).toBeUndefined())
})

describe('a command line', () => {
  test.each([
    [['a.xml', '--head', '1']],
    [['a.xml', '--head', '1', '--', '--b']],
    [['-rbus']],
    [['-er', 'bus']],
  ])('%j is understood by whoever can', async (words) =>
    expect(await parseArguments(words)).toEqual(understood(words)),
  )
})
