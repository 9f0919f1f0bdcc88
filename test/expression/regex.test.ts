import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { linearRegex, writtenAnew } from '../../src/expression/linear-regex.ts'
import { Regex } from '../../src/expression/regex.ts'
import { longestWithin } from '../../src/expression/regex-effort.ts'
import { parseRegex, repeatsNothing } from '../../src/expression/regex-tree.ts'

const ATOMS =
  'a b é 😀 \\. - . \\d \\w \\s \\S \\W \\D \\n \\u00e9 \\u{1f600} \\ud83d\\ude00 \\x61 \\p{L} \\P{Lu} \\cJ \\0 [ab] [^a] ' +
  '[a-c\\d] [\\s\\S] [^\\s-] [-a] [\\]x] [é😀] [^] [\\u2028] [\\b] [\\x41-\\x43]'
const REPEATS = ['', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,3}?', '{2,}']
const TEXTS = [
  'a',
  'b',
  'c',
  'A',
  'é',
  '😀',
  ' ',
  '-',
  '.',
  '\n',
  '\r',
  '\u2028',
  '\u00a0',
  '\0',
  ']',
]

const { regex } = fc.letrec<{ regex: string; row: string; piece: string }>((tie) => ({
  regex: fc.array(tie('row'), { minLength: 1, maxLength: 3 }).map((rows) => rows.join('|')),
  row: fc.array(tie('piece'), { maxLength: 3 }).map((pieces) => pieces.join('')),
  piece: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc
      .tuple(fc.constantFrom(...ATOMS.split(' ')), fc.constantFrom(...REPEATS))
      .map((parts) => parts.join('')),
    fc.constantFrom('^', '$', '\\b'),
    fc
      .tuple(fc.constantFrom('(', '(?:'), tie('regex'), fc.constantFrom(...REPEATS))
      .map(([open, inner, repeat]) => `${open}${inner})${repeat}`),
  ),
}))
const text = fc.array(fc.constantFrom(...TEXTS), { maxLength: 9 }).map((parts) => parts.join(''))

describe('the engine of linear time', () => {
  test('finds what that of JavaScript does', () => {
    const property = fc.property(regex, text, (source, text) => {
      const linear = linearRegex(source)
      expect(linear?.test(text)).toBe(new RegExp(source, 'u').test(text))
    })
    fc.assert(property, { numRuns: 400, seed: 7 })
  })

  test('finds it at the same places, unless something repeats that may be nothing', () => {
    const property = fc.property(regex, text, (source, text) => {
      fc.pre(!repeatsNothing(parseRegex(source)))
      const own = [...text.matchAll(new RegExp(source, 'gu'))]
      const found = [...(linearRegex(source)?.matches(text) ?? [])]
      expect(found.map(({ from, groups }) => [from, groups])).toEqual(
        own.map((match) => [match.index, [...match]]),
      )
    })
    fc.assert(property, { numRuns: 400, seed: 7 })
  })

  test.each(['(a)\\1', '(?<n>a)\\k<n>', 'a(?=b)', 'a(?!b)', '(?<=a)b', '(?<!a)b', 'a{1001}', '[]'])(
    'cannot run %s',
    (source) => {
      expect(writtenAnew(source)).toBeUndefined()
    },
  )
})

describe('how long texts may be', () => {
  const MOST = 1e9

  test.each([
    'Kn',
    '^Kn',
    '\\bfoo\\b',
    '\\s+',
    '^\\d{4}-\\d\\d$',
    '^\\d+-\\d+',
    '^.*$',
    'https?:\\S',
    '^(?:ab)+$',
    '^([a-z]+\\.)+com$',
  ])('as long as they are: %s', (source) => {
    expect(longestWithin(source, MOST)).toBeGreaterThan(1e7)
  })

  test.each(['foo.*bar', '\\s+$', '\\d+-\\d+', '(foo|bar)+x', '^.*a.*$'])(
    'some ten thousand characters: %s',
    (source) => {
      expect(longestWithin(source, MOST)).toBeGreaterThan(10_000)
      expect(longestWithin(source, MOST)).toBeLessThan(100_000)
    },
  )

  test.each([
    '(a+)+$',
    '(x+x+)+y',
    '(a|a)*b',
    '(a?){30}a{30}',
    '(a|b|ab)*c',
    '((a+)+)+$',
    '(a*)*b',
    '(.*)*x',
  ])('some ten characters: %s', (source) => {
    expect(longestWithin(source, MOST)).toBeLessThan(20)
  })
})

describe('Regex', () => {
  test('knows Unicode', () => {
    expect(new Regex('^.$').test('🚌')).toBe(true)
  })

  test.each(['(', '[', '*', '\\', '(?<n>a)(?<n>b)', '\\p{Nonsense}', 'a{2,1}'])(
    '%j is none',
    (source) => {
      expect(() => new Regex(source)).toThrow(UsageError)
      expect(() => new Regex(source)).toThrow(`regular expression ${JSON.stringify(source)}: `)
    },
  )

  // each takes JavaScript's engine years
  test.each(['^(a+)+$', '(x+x+)+y', '^(a|a)*$', '(a?){40}a{40}b', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    'is done with a long text: %s',
    (source) => {
      const regex = new Regex(source)
      expect(regex.test(`${'a'.repeat(5000)}!`)).toBe(false)
      expect(regex.mayNeverEnd).toBe(false)
    },
  )

  test.each([
    ['(a+)+!', '<$1|$&|$$|$2>', '<aaa|aaa!|$|$2>'],
    ['(?<n>a+)+!', "<$<n>$<m>|$`|$'>", '<aaa|x|y>'],
  ])('replaces in a long text as in a short one: %s by %s', (source, by, expected) => {
    const regex = new Regex(source)
    expect(regex.replace('xaaa!y', by)).toBe('xaaa!y'.replace(new RegExp(source, 'gu'), by))
    expect(regex.replace('xaaa!y', by)).toContain(expected)
    const longer = `${' '.repeat(100)}${'xaaa!y'.repeat(50)}`
    expect(regex.replace(longer, by)).toBe(longer.replace(new RegExp(source, 'gu'), by))
  })

  test.each(['(a+)+\\1!', '(?=.*x).*y.*z', '(\\w+)\\s+\\1'])(
    'says that %s may never end',
    (source) => {
      expect(new Regex(source).mayNeverEnd).toBe(true)
    },
  )

  test.each(['(a*)*b', '(a|b*)+c'])('says that to replace %s may never end', (source) => {
    expect([new Regex(source).mayNeverEnd, new Regex(source).mayNeverReplace]).toEqual([
      false,
      true,
    ])
  })
})
