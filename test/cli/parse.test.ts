import { describe, expect, test } from 'vitest'
import { parseArguments } from '../../src/cli/parse.ts'
import { UsageError } from '../../src/core/errors.ts'
import type { Pipeline } from '../../src/plan/plan.ts'
import { understood } from './understood.ts'

function pipeline(...words: string[]): Pipeline {
  return understood(words).plan.pipeline
}

function stages(...words: string[]): [stage: string, argument: unknown][] {
  return pipeline(...words).stages.map(({ stage, argument }) => [stage, argument])
}

function inputs(...words: string[]): string[] {
  return understood(words).plan.inputs
}

function failure(...words: string[]): string {
  try {
    understood(words)
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return (error as Error).message
  }
  throw new Error(`understood: ${words.join(' ')}`)
}

describe('stage flags', () => {
  test('run in the order given', () => {
    expect(stages('--skip', '1', '--head', '2', '--count')).toEqual([
      ['skip', 1],
      ['head', 2],
      ['count', null],
    ])
    expect(stages('--count', '--head', '2', '--skip', '1')).toEqual([
      ['count', null],
      ['head', 2],
      ['skip', 1],
    ])
  })

  test('keep their order when they are repeated and interleaved', () => {
    const words = '--head 1 --skip 2 --head 3 --count --skip=4 --head=5 --count --skip 6'.split(' ')
    expect(stages(...words)).toEqual([
      ['head', 1],
      ['skip', 2],
      ['head', 3],
      ['count', null],
      ['skip', 4],
      ['head', 5],
      ['count', null],
      ['skip', 6],
    ])
  })

  test('keep their order among files and options about the input', () => {
    const words = 'a.xml --head 1 -r bus --skip 2 b.xml -e --head 3 --max-depth 5 -'.split(' ')
    expect(stages(...words)).toEqual([
      ['head', 1],
      ['skip', 2],
      ['head', 3],
    ])
    expect(inputs(...words)).toEqual(['a.xml', 'b.xml', '-'])
  })

  test('take a value written either way', () => {
    const expected = [['filter', { field: ['route'], operator: '=', value: '22' }]]
    expect(stages('--filter', 'route=22')).toEqual(expected)
    expect(stages('--filter=route=22')).toEqual(expected)
  })

  test('take a value that is quoted at both ends as it is', () => {
    const expression = '"a" == kind || kind == "b"'
    expect(stages('--where', expression)).toEqual([['where', expression]])
    expect(stages(`--where=${expression}`)).toEqual([['where', expression]])
  })

  test.each([
    'a,b',
    ' ',
    'two\nlines',
    'a=b',
    "it's",
    '\\',
    '$HOME',
    'é',
    '"',
    "''",
    'true',
    '1e3',
  ])('take the value %j as it is', (value) => {
    const expected = [['filter', { field: ['x'], operator: '=', value: value.trim() }]]
    expect(stages('--filter', `x=${value}`)).toEqual(expected)
    expect(stages(`--filter=x=${value}`)).toEqual(expected)
  })

  test('take a value that begins with a dash after an equals sign', () => {
    expect(stages('--filter=-x=1', '--count')).toEqual([
      ['filter', { field: ['-x'], operator: '=', value: '1' }],
      ['count', null],
    ])
  })

  test('that are switches leave the word after them alone', () => {
    for (const word of ['true', 'false', 'a.xml', '1']) {
      expect(stages('--count', word)).toEqual([['count', null]])
      expect(inputs('--count', word)).toEqual([word])
    }
  })

  test('end at --, after which all words are files', () => {
    expect(stages('--head', '1', '--', '--skip', '2', '--count')).toEqual([['head', 1]])
    expect(inputs('--head', '1', '--', '--skip', '2', '-r', '--', '-')).toEqual([
      '--skip',
      '2',
      '-r',
      '--',
      '-',
    ])
  })
})

describe('inputs', () => {
  test.each([
    '007.xml',
    '007',
    '1e3',
    '0x10',
    '1.50',
    '-',
    'true',
    'null',
    '',
    ' ',
    'a=b',
    'é',
    '"a"',
  ])('%j stays the text it is', (word) => expect(inputs(word)).toEqual([word]))

  test('are in the order given, repeated or not', () => {
    expect(inputs('b', '-', 'a', 'b')).toEqual(['b', '-', 'a', 'b'])
  })

  test('may name standard input once', () => {
    expect(() => inputs('-', 'a', '-')).toThrow('stdin can be read only once')
  })

  test('are none when none is named', () => {
    expect(inputs()).toEqual([])
  })
})

describe('record patterns', () => {
  test.each([
    [[], undefined],
    [['-r', 'bus'], 'bus'],
    [['-r=bus'], 'bus'],
    [['--record', 'bus'], 'bus'],
    [['--record=bus'], 'bus'],
    [['-r', 'a', '-r', 'b|c', '--record', '/d/e'], 'a|b|c|/d/e'],
    [['--record', 'a', '-r', 'b'], 'a|b'],
    [['-r', '007'], '007'],
    [['-er', 'bus'], 'bus'],
  ])('%j select %j', (words, record) => {
    expect(understood(words).plan.record).toBe(record)
  })

  test.each(['', '/', 'a|', 'a[1]'])('%j is a usage error', (pattern) => {
    expect(failure('-r', pattern)).toMatch(/^record pattern .*, column \d+: expected /)
  })
})

describe('branches', () => {
  const head = (argument: number) => ({ stage: 'head', argument })

  test('begin after the trunk, and each has its own stages and destinations', () => {
    const words =
      '--head 1 --branch --head 2 --to a --branch --branch --head 3 --head 4 --to b --to c'
    expect(pipeline(...words.split(' '))).toEqual({
      stages: [head(1)],
      branches: [
        { stages: [head(2)], to: ['a'] },
        { stages: [] },
        { stages: [head(3), head(4)], to: ['b', 'c'] },
      ],
    })
  })

  test('begin after a --to of the trunk', () => {
    expect(pipeline(...'--head 1 --to a --branch --head 2'.split(' '))).toEqual({
      stages: [head(1)],
      to: ['a'],
      branches: [{ stages: [head(2)] }],
    })
  })

  test('are none without --branch', () => {
    expect(pipeline('--head', '1')).toEqual({ stages: [head(1)] })
  })
})

describe('destinations', () => {
  test.each([['a'], ['-'], ['007'], ['by dir/é.jsonl']])('%j is text as it was given', (word) => {
    expect(pipeline('--to', word).to).toEqual([word])
    expect(pipeline(`--to=${word}`).to).toEqual([word])
    expect(stages('--tee', word)).toEqual([['tee', word]])
  })

  test('of --tee stand among the stages', () => {
    expect(pipeline(...'--head 1 --tee a --skip 2 --to b'.split(' '))).toEqual({
      stages: [
        { stage: 'head', argument: 1 },
        { stage: 'tee', argument: 'a' },
        { stage: 'skip', argument: 2 },
      ],
      to: ['b'],
    })
  })

  test.each([
    ['--to a --head 1', '--head after --to'],
    ['--to a --tee b', '--tee after --to'],
    ['--branch --to a --count', '--count after --to'],
    ['--to a --branch --to b --skip 1', '--skip after --to'],
  ])('%s is a usage error', (words, message) => {
    expect(failure(...words.split(' '))).toContain(message)
  })

  test('that are empty are usage errors', () => {
    expect(failure('--to', '')).toContain('--to: expected ')
    expect(failure('--to=')).toContain('--to: expected ')
    expect(failure('--tee=')).toContain('--tee: expected ')
  })
})

describe('other flags', () => {
  test.each([
    [[], undefined],
    [['-h'], 'short help'],
    [['--help'], 'long help'],
    [['--version'], 'version'],
    [['--explain'], 'plan'],
  ])('%j ask for %j', (words, shown) => {
    expect(understood([...words, '-r', 'bus', 'a.xml']).shows).toBe(shown)
  })

  test.each([
    [[], false],
    [['-e'], true],
    [['--exit-status'], true],
    [['-e', '-e'], true],
  ])('%j need records: %j', (words, needsRecords) => {
    expect(understood(words).needsRecords).toBe(needsRecords)
  })

  test('about the mapping go into the plan', () => {
    const { plan } = understood('--with-name kind --max-depth 5'.split(' '))
    expect(plan).toMatchObject({ withName: 'kind', limits: { depth: 5 } })
  })

  test.each(['-1', '1.5', 'ten', '', '1e3', '0x10', '٣'])('--head=%s is a usage error', (text) => {
    expect(failure(`--head=${text}`)).toContain('--head: expected a number')
  })
})

describe('a flag that is not known', () => {
  test.each([
    ['--hed', '--head'],
    ['--filtr', '--filter'],
    ['--Filter', '--filter'],
    ['--recrod', '--record'],
    ['--countby', '--count-by'],
    ['--vresion', '--version'],
  ])('%s is met with %s', (word, near) => {
    expect(failure(word, 'x')).toBe(`unknown flag ${word}: did you mean ${near}?`)
  })

  test.each([
    '--__proto__',
    '--constructor',
    '--prototype',
    '--toString',
    '--hasOwnProperty',
    '--valueOf',
    '--_',
    '--$0',
    '--conflicts',
    '--get-yargs-completions',
    '--no-banana',
    '--banana',
    '-x',
    '-é',
  ])('%s is refused by its name, alone and with a value', (word) => {
    const message = `unknown flag ${word}, see cosax --help`
    expect(failure(word)).toBe(message)
    expect(failure(word, 'a.xml')).toBe(message)
    expect(failure(`${word}=1`, 'a.xml')).toBe(message)
  })

  test.each(['--no-count', '--no-exit-status'])('%s is refused: nothing is negated', (word) => {
    expect(failure(word)).toContain(`unknown flag ${word}`)
  })

  test('is refused though a dot follows a flag that is known', () => {
    expect(failure('--head.x', '1')).toContain('unknown flag --head.x')
  })

  test('is refused among known short ones', () => {
    expect(failure('-ex')).toContain('unknown flag -x')
  })
})

describe('an argument that is missing', () => {
  test.each([
    ['--to', '--to: expected DEST'],
    ['-r', '--record: expected PATTERN'],
    ['--filter', '--filter: expected FIELD=VALUE'],
    ['--head', '--head: expected N'],
  ])('of %s is a usage error', (word, message) => {
    expect(failure(word)).toContain(message)
    expect(failure('a.xml', word)).toContain(message)
    expect(failure(word, '--count')).toContain(message)
    expect(failure(word, '--', 'a.xml')).toContain(message)
  })
})

describe('an argument for a switch', () => {
  test.each(['--count=false', '--count=3', '--exit-status=false', '--branch=x', '--version=1'])(
    '%s is a usage error',
    (word) => expect(failure(word)).toContain(word.replace(/=.*/, '')),
  )
})

test.each([
  [['--sort', '-price'], ['price']],
  [['--sort=-price'], ['price']],
])('%j sorts in descending order', async (words, field) => {
  const { plan } = await parseArguments(words)
  const by = [{ field, descending: true }]
  expect(plan.pipeline.stages).toEqual([{ stage: 'sort', argument: { by } }])
})

test.each([
  [['--sort', '-r', 'bus'], '--sort: expected FIELD'],
  [['--sort', '--head', '1'], '--sort: expected FIELD'],
  [['--by', '-price'], '--by: expected FIELD'],
])('%j cannot be understood', async (words, message) => {
  await expect(parseArguments(words)).rejects.toThrow(message)
})
