// The columns of each destination, as the stages on the way to it say.

import { describe, expect, test } from 'vitest'
import { columnsReaching } from '../../src/plan/columns.ts'
import type { Pipeline } from '../../src/plan/plan.ts'
import { stages } from './flags.ts'

test.each<[string[], string[] | undefined]>([
  [[], undefined],
  [['filter a=1'], undefined],
  [['set x=1'], undefined],
  [['select b,x=a/c'], ['b', 'x']],
  [
    ['select b,a', 'filter a=1', 'sort a', 'head 1', 'explode b'],
    ['b', 'a'],
  ],
  [
    ['select b,a', 'set c=a', 'set b=1'],
    ['b', 'a', 'c'],
  ],
  [
    ['select b,a,c', 'drop a,c/d'],
    ['b', 'c'],
  ],
  [['select a/b,c', 'drop a/b'], ['c']],
  [
    ['select a,a/b', 'drop a/b'],
    ['a', 'a/b'],
  ],
  [['select a', 'drop a'], undefined],
  [
    ['select a,b,c', 'rename b=a,a=b'],
    ['b', 'a', 'c'],
  ],
  [
    ['select a,b/c', 'rename x=b/c,y=none'],
    ['a', 'x'],
  ],
  [['select b,b/c', 'rename x=b/c'], undefined],
  [['select a,b', 'rename b=a'], ['b']],
  [['select a', 'map-js r => r'], undefined],
  [['map-js r => r', 'select a'], ['a']],
  [['count'], ['count']],
  [['count-by a,b/c'], ['a', 'b/c', 'count']],
  [['group a'], ['a', 'count']],
])('%j have %j', (flags, columns) => {
  const pipeline = { stages: stages(...flags), to: ['o.csv'] }
  expect(columnsReaching(pipeline)('./o.csv')).toEqual(columns)
})

test('those of --stats are what it says of a field', () => {
  const columns = columnsReaching({ stages: stages('stats') })('-')
  expect(columns?.slice(0, 3)).toEqual(['field', 'count', 'missing'])
})

describe('a destination that records reach on several ways', () => {
  const reached = (...branches: Pipeline[]) =>
    columnsReaching({ stages: stages('select a,b,c'), branches })('/dev/stdout')

  test('has the columns of all', () => {
    const columns = reached({ stages: stages('select c,a') }, { stages: stages('set d=1') })
    expect(columns).toEqual(['c', 'a', 'b', 'd'])
  })

  test('has none that are known if one of them is not', () => {
    expect(reached({ stages: stages('map-js r => r') }, { stages: [] })).toBeUndefined()
  })
})

test('what is written on the way has the columns of its place', () => {
  const pipeline = { stages: stages('select a,b', 'tee t.csv', 'count'), to: ['o.csv'] }
  const columnsOf = columnsReaching(pipeline)
  expect(columnsOf('t.csv')).toEqual(['a', 'b'])
  expect(columnsOf('o.csv')).toEqual(['count'])
  expect(columnsOf('quarantine.csv')).toBeUndefined()
})
