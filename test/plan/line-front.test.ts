import { describe, expect, test } from 'vitest'
import { filter } from '../../src/stages/filter.ts'
import { where } from '../../src/stages/where.ts'
import { written } from './written.ts'

const LINES = [
  '{"a":22}',
  '{"a":22.0}',
  '{"a":2.2e1}',
  '{"a":"\\u0032\\u0032"}',
  '{"a": "22" , "b":1}',
  '{"a":["1","22"]}',
  '{"a":"22","a":"23"}',
  '{"a":{"#text":"22"}}',
  '{"b":"22"}',
  '{"a":"x22"}',
  '{"a":true}',
  '{"a":"true"}',
  '{"a":"é"}',
  '{"a":"\\u00e9"}',
  '{"a":null}',
  '{"a":12345678901234567890}',
  '"22"',
]

async function passed(stage: string, argument: unknown): Promise<string[]> {
  const planned = { stage, argument: argument as never }
  const plan = { inputs: [], records: true, pipeline: { stages: [planned] } }
  const { sinks } = await written(plan, [`${LINES.join('\n')}\n`], 100_000)
  return (sinks['-'] ?? '').split('\n').filter((line) => line !== '')
}

describe('a line that passes a filter is the line that came', () => {
  test.each<[string, number[]]>([
    ['a=22', [0, 1, 2, 3, 4, 5, 7]],
    ['a=true', [10, 11]],
    ['a=é', [12, 13]],
    ['a=x22', [9]],
    ['a=12345678901234567890', [15]],
    ['a=', [14]],
    ['b=1', [4]],
    ['a!=22', [5, 6, 9, 10, 11, 12, 13, 14, 15]],
    ['a<23', [0, 1, 2, 3, 4, 5, 7]],
    ['!a', [8, 16]],
  ])('--filter %s', async (text, places) => {
    expect(await passed('filter', filter.parse(text))).toEqual(places.map((at) => LINES[at]))
  })

  test.each<[string, number[]]>([
    ['a == "22"', [0, 1, 2, 3, 4, 5, 7]],
    ['a == 22', [0, 1, 2, 3, 4, 5, 7]],
    ['a == "x22" && !b', [9]],
    ['a == "é" || b', [4, 8, 12, 13]],
    ['lower(a) == "true"', [10, 11]],
  ])('--where %s', async (text, places) => {
    expect(await passed('where', where.parse(text))).toEqual(places.map((at) => LINES[at]))
  })
})
