import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { type Column, RECORDS, type Step } from '../../src/expression/program.ts'
import { type Exit, lower } from '../../src/plan/lower.ts'
import type { Json, Pipeline, PlannedStage } from '../../src/plan/plan.ts'
import { frontOf } from '../../src/plan/pushdown.ts'
import { STAGES } from '../../src/plan/stages.ts'

/** Stages as flags: `head 2`. */
function stages(...flags: string[]): PlannedStage[] {
  return flags.map((flag) => {
    const [name = ''] = flag.split(' ', 1)
    const stage = STAGES.find((known) => known.name === name)
    return { stage: name, argument: stage?.parse(flag.slice(name.length + 1)) as Json }
  })
}

/** Steps as `0: head 2 after 3`, exits as `lines to -` or `records to explode x | -`. */
function lowered(pipeline: Pipeline): { steps: string[]; exits: string[] } {
  const { program, exits } = lower(pipeline)
  expect(program.exits).toBe(exits.length)
  return { steps: program.steps.map(shown), exits: exits.map(shownExit) }
}

function shown(step: Step): string {
  const place = step.after === RECORDS ? '' : ` after ${step.after}`
  switch (step.do) {
    case 'test':
      return `test ${step.field.join('/')} ${step.operator} ${step.value}`.trimEnd() + place
    case 'ask':
    case 'select':
      return `${step.do} ${columnsOf(step.columns)}${place}`
    case 'rows':
      return `rows of ${columnsOf(step.columns)}${step.areLines ? ' with lines' : ''} ${step.exit}${place}`
    case 'head':
    case 'skip':
      return `${step.do} ${step.count}${place}`
    case 'edit':
      return `edit ${JSON.stringify(step.changes)}${place}`
    default:
      return `${step.do} ${step.exit}${place}`
  }
}

function columnsOf(columns: Column[]): string {
  return columns
    .map(({ name, field }) => (name === field.join('/') ? name : `${name}=${field.join('/')}`))
    .join()
}

function shownExit(exit: Exit): string {
  return 'destination' in exit
    ? `lines to ${exit.destination}`
    : `${exit.form} to ${rest(exit.pipeline)}`
}

function rest({ stages, to = [], branches = [] }: Pipeline): string {
  const ends = [...to, ...branches.map((branch) => `(${rest(branch)})`)].join(' ')
  return [...stages.map(({ stage }) => stage), ends === '' ? '-' : ends].join(' | ')
}

describe('a line of stages is lowered', () => {
  test.each<[string[], string[], string[]]>([
    [[], ['lines 0'], ['lines to -']],
    [['filter a=x'], ['test a = x', 'lines 0 after 0'], ['lines to -']],
    [['filter a/b >= 2'], ['test a/b >= 2', 'lines 0 after 0'], ['lines to -']],
    [['filter !@id'], ['test @id absent', 'lines 0 after 0'], ['lines to -']],
    [['filter a~^x'], ['rows of a with lines 0'], ['rows to filter | -']],
    [['filter a~^x', 'head 1'], ['ask a', 'head 1 after 0', 'lines 0 after 1'], ['lines to -']],
    [
      ['where a && b ~ "x" && c == 1'],
      ['test a exists', 'ask b after 0', 'test c == 1 after 1', 'lines 0 after 2'],
      ['lines to -'],
    ],
    [['skip 2', 'head 3'], ['skip 2', 'head 3 after 0', 'lines 0 after 1'], ['lines to -']],
    [['select n=a/b,c'], ['select n=a/b,c', 'lines 0 after 0'], ['lines to -']],
    [
      ['tee x', 'head 1'],
      ['lines 0', 'head 1', 'lines 1 after 1'],
      ['lines to x', 'lines to -'],
    ],
    [['head 2', 'count'], ['head 2', 'count 0 after 0'], ['count to -']],
    [['count', 'head 2', 'tee x'], ['count 0'], ['count to head | tee | -']],
    [['explode a'], ['rows of a with lines 0'], ['rows to explode | -']],
    [
      ['filter a', 'explode a', 'filter b'],
      ['test a exists', 'rows of a with lines 0 after 0'],
      ['rows to explode | filter | -'],
    ],
    [['drop a'], ['edit [{"drop":["a"]}]', 'lines 0 after 0'], ['lines to -']],
    [
      ['drop a', 'filter b', 'drop c'],
      [
        'edit [{"drop":["a"]}]',
        'test b exists after 0',
        'edit [{"drop":["a"]},{"drop":["c"]}] after 1',
        'lines 0 after 2',
      ],
      ['lines to -'],
    ],
    // fields that it reads are others, or deeper
    [
      ['drop a', 'filter a'],
      ['edit [{"drop":["a"]}]', 'records 0 after 0'],
      ['records to filter | -'],
    ],
    [['drop a/b'], ['records 0'], ['records to drop | -']],
    // only what the next stage reads
    [['count-by a,b/c', 'head 1'], ['rows of a,b/c 0'], ['rows to count-by | head | -']],
    [
      ['where a && b ~ "x"', 'unique c', 'sort d', 'drop a'],
      ['test a exists', 'rows of b,c,d with lines 0 after 0'],
      ['rows to where | unique | sort | drop | -'],
    ],
    // a sink that lines and records would reach
    [
      ['tee -', 'explode a'],
      ['records 0', 'records 1'],
      ['records to -', 'records to explode | -'],
    ],
    [
      ['tee -', 'explode a', 'count'],
      ['lines 0', 'rows of a with lines 1'],
      ['lines to -', 'rows to explode | count | -'],
    ],
    [
      ['tee /dev/stdout', 'explode a', 'tee -', 'count'],
      ['records 0', 'records 1'],
      ['records to /dev/stdout', 'records to explode | tee | count | -'],
    ],
    [
      ['tee -', 'count-by a'],
      ['lines 0', 'rows of a 1'],
      ['lines to -', 'rows to count-by | -'],
    ],
  ])('%j', (flags, steps, exits) => {
    expect(lowered({ stages: stages(...flags) })).toEqual({ steps, exits })
  })
})

describe('after a selection', () => {
  const selected = ['select n=a/b,c,t=#text,d/e=f']

  test.each<[string, string]>([
    ['filter n=x', 'test a/b = x'],
    ['filter n/@id', 'test a/b/@id exists'],
    ['filter n/#text=x', 'test a/b/#text = x'],
    ['filter d/e', 'test f exists'],
    ['filter t~x', 'rows of t=#text with lines 0'],
    ['where n == c || n/x', 'rows of n=a/b,c,n/x=a/b/x with lines 0'],
    ['select m=n/x,c', 'select m=a/b/x,c'],
    ['count-by n,c', 'rows of n=a/b,c 0'],
    ['head 3', 'head 3'],
  ])('%s is %s on the whole record', (flag, step) => {
    expect(lowered({ stages: stages(...selected, flag) }).steps[1]).toBe(`${step} after 0`)
  })

  test.each([
    ['a field that is not there', 'filter a/b=x'],
    ['a name on the way to one', 'filter d'],
    ['what would be inside one, were its path not its name', 'filter d/e/g'],
    ['the text of a text', 'filter t/#text'],
    ['one such field among others', 'where n == c || a'],
    ['a selection of it', 'select c,x=a'],
    ['a count of it', 'count-by a'],
  ])('%s is looked for in JavaScript', (_, flag) => {
    expect(lowered({ stages: stages(...selected, flag) }).steps.slice(1)).toEqual([
      'records 0 after 0',
    ])
  })

  test('a path that is also a name is looked for in JavaScript', () => {
    const { steps } = lowered({ stages: stages('select a,a/b=c', 'filter a/b') })
    expect(steps).toEqual(['select a,a/b=c', 'records 0 after 0'])
  })
})

describe('a tree is lowered', () => {
  test.each<[string, Pipeline, string[], string[]]>([
    [
      'several destinations',
      { stages: stages('head 1'), to: ['x', 'y'] },
      ['head 1', 'lines 0 after 0', 'lines 1 after 0'],
      ['lines to x', 'lines to y'],
    ],
    [
      'one destination twice',
      { stages: [], to: ['-', 'x', '/dev/stdout'] },
      ['lines 0', 'lines 1'],
      ['lines to -', 'lines to x'],
    ],
    [
      'a sink that several branches share',
      { stages: stages('filter a'), branches: [{ stages: stages('head 1') }, { stages: [] }] },
      ['test a exists', 'head 1 after 0', 'lines 0 after 1', 'lines 0 after 0'],
      ['lines to -'],
    ],
    [
      'branches of branches',
      {
        stages: stages('skip 1'),
        to: ['x'],
        branches: [
          {
            stages: stages('select n=a'),
            branches: [{ stages: stages('filter n=1') }, { stages: stages('count') }],
          },
          { stages: stages('explode b'), branches: [{ stages: [] }], to: ['y'] },
        ],
      },
      [
        'skip 1',
        'lines 0 after 0',
        'select n=a after 0',
        'test a = 1 after 2',
        'records 1 after 3',
        'count 2 after 2',
        'records 3 after 0',
      ],
      ['lines to x', 'records to -', 'count to -', 'records to explode | y (-)'],
    ],
  ])('%s', (_, pipeline, steps, exits) => {
    expect(lowered(pipeline)).toEqual({ steps, exits })
  })

  test('destinations that are one sink share an exit', () => {
    const { exits } = lower({ stages: [], to: ['x', './x', 'y'] }, (name) => name.replace('./', ''))
    expect(exits.map(shownExit)).toEqual(['lines to x', 'lines to y'])
  })
})

describe('branches that read records in the same way share an exit', () => {
  test.each([
    [
      'of rows, with what any of them reads',
      [
        { stages: stages('count-by a,b'), to: ['x'] },
        { stages: stages('filter c'), to: ['w'] },
        { stages: stages('where c + 1 > 2'), to: ['y'] },
        { stages: stages('unique b'), to: ['z'] },
      ],
      ['rows of a,b,c with lines 0', 'test c exists', 'lines 1 after 1'],
      ['rows to (count-by | x) (where | y) (unique | z)', 'lines to w'],
    ],
    [
      'of whole records, where one of them reads these',
      [
        { stages: stages('tail 1'), to: ['x'] },
        { stages: stages('stats'), to: ['w'] },
        { stages: [], to: ['by/{a}.csv'] },
        { stages: stages('tail 2'), to: ['z'] },
      ],
      ['records 0', 'lines 1'],
      ['records to (tail | x) (by/{a}.csv) (tail | z)', 'lines to stats | w'],
    ],
    [
      'unless a sink would have its turn too late',
      [
        { stages: stages('tail 1'), to: ['x'] },
        { stages: stages('head 1'), to: ['y'] },
        { stages: stages('tail 2'), to: ['y'] },
        { stages: stages('tail 3'), to: ['z'] },
      ],
      ['records 0', 'head 1', 'lines 1 after 1', 'records 2'],
      ['records to (tail | x) (tail | z)', 'lines to y', 'records to tail | y'],
    ],
    [
      'unless the kernel leaves some out for one of them',
      [
        { stages: stages('filter b=1', 'count-by a'), to: ['x'] },
        { stages: stages('count-by a'), to: ['y'] },
      ],
      ['test b = 1', 'rows of a 0 after 0', 'rows of a 1'],
      ['rows to count-by | x', 'rows to count-by | y'],
    ],
  ])('%s', (_, branches, steps, exits) => {
    expect(lowered({ stages: [], branches })).toEqual({ steps, exits })
  })

  test('of some fields, where none reads more', () => {
    const limited = { rows: false as const }
    const pipeline = {
      stages: [],
      branches: ['a', 'b,c/d'].map((fields) => ({
        stages: stages(`count-by ${fields}`),
        to: [fields],
      })),
    }
    const { program } = lower(pipeline, undefined, frontOf(pipeline, limited))
    expect(program.steps.map(shown)).toEqual(['select a,b,c/d', 'records 0 after 0'])
  })
})

describe('what the kernel does not take', () => {
  const names = Array.from({ length: 31 }, (_, i) => `f${i}`)

  test('31 names in fields are taken, also twice', () => {
    const { steps } = lowered({ stages: stages(`select ${names}`, 'count-by f1,f2') })
    expect(steps.map((step) => step.split(' ')[0])).toEqual(['select', 'rows'])
  })

  test.each([
    ['a 32nd', names.slice(1), 'filter a/b'],
    ['one in a question', names.slice(1), 'filter a/b~x'],
    ['one in an expression', names.slice(1), 'where f1 && a/b'],
    ['one on the way', names.slice(1), 'filter f1/b/c'],
  ])('%s is left to JavaScript', (_, known, flag) => {
    const line = stages(`where ${known.join(' || ')}`, flag, 'head 1')
    expect(lowered({ stages: line })).toEqual({
      steps: [`ask ${known}`, 'records 0 after 0'],
      exits: [`records to ${flag.split(' ')[0]} | head | -`],
    })
  })

  test('too many fields to count are given as whole records', () => {
    const { steps } = lowered({ stages: stages(`count-by ${names},a`) })
    expect(steps).toEqual(['records 0'])
  })

  test('one branch leaves less to the next', () => {
    const branches = [{ stages: stages(`select ${names}`) }, { stages: stages('filter a') }]
    const { exits } = lowered({ stages: [], branches })
    expect(exits).toEqual(['records to -', 'records to filter | -'])
  })

  test.each([[[]], [['a/b']], [['a', 'b/c']]])('the field %j, which no flag makes', (field) => {
    const filter = { stage: 'filter', argument: { field, operator: 'exists', value: '' } }
    expect(lowered({ stages: [filter] }).steps).toEqual(['records 0'])
  })
})

test.each<[string, Json]>([
  ['shuffle', null],
  ['head', -1],
  ['skip', 'x'],
  ['where', 'a ~'],
  ['select', [{ name: '', field: ['a'] }]],
  ['filter', { field: ['a'], operator: '~', value: '(' }],
  ['filter', { field: ['a'], operator: '=>', value: '' }],
])('%s %j is an error of usage', (stage, argument) => {
  expect(() => lower({ stages: [{ stage, argument }] })).toThrow(UsageError)
})
