// Types of columns on their way through stages.

import { expect, test } from 'vitest'
import { stageNamed } from '../../src/plan/stages.ts'
import type { ColumnTypes } from '../../src/stages/column-types.ts'
import { stages } from '../plan/flags.ts'

const TYPES: ColumnTypes = new Map([
  ['@id', 'integer'],
  ['a', 'json'],
  ['b/c', 'number'],
  ['b/d', 'text'],
])

test.each<[string, Record<string, string>]>([
  ['filter @id=1', { '@id': 'integer', a: 'json', 'b/c': 'number', 'b/d': 'text' }],
  ['select n=@id,b/c,x=b,none', { n: 'integer', 'b/c': 'number', 'x/c': 'number', 'x/d': 'text' }],
  ['rename n=@id', { n: 'integer', a: 'json', 'b/c': 'number', 'b/d': 'text' }],
  ['set b=1', { '@id': 'integer', a: 'json' }],
  ['explode a', { '@id': 'integer', 'b/c': 'number', 'b/d': 'text' }],
  ['split-lines b/d,a', { '@id': 'integer', 'b/c': 'number' }],
  ['count-by @id,b/c', { '@id': 'integer', 'b/c': 'number', count: 'integer' }],
  ['group @id', { '@id': 'integer' }],
  ['map-js r => r', {}],
])('after %s what is known is %j', (text, known) => {
  const [{ stage, argument } = { stage: '', argument: null }] = stages(text)
  expect(Object.fromEntries(stageNamed(stage).types(argument, TYPES))).toEqual(known)
})
