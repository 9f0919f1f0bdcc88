import { describe, expect, test } from 'vitest'
import { nearestField } from '../../src/cli/hints.ts'
import { isAnyUnmet } from '../../src/cli/unmet.ts'
import { namedFields } from '../../src/plan/named-fields.ts'
import type { Pipeline } from '../../src/plan/plan.ts'
import { STAGES } from '../../src/plan/stages.ts'

describe('the field that was meant', () => {
  const paths = ['@id', 'g:price', 'author', 'author/name', 'title', 'Year', 'a/@b']

  test.each([
    ['id', '@id'],
    ['@title', 'title'],
    ['price', 'g:price'],
    ['h:price', 'g:price'],
    ['author.name', 'author/name'],
    ['name', 'author/name'],
    ['b', 'a/@b'],
    ['year', 'Year'],
    ['titel', 'title'],
    ['auhtor/name', 'author/name'],
    ['nothing', undefined],
  ])('%s: %s', (path, meant) => expect(nearestField(path, paths)?.path).toBe(meant))
})

function stagesOf(...given: [string, string][]): Pipeline['stages'] {
  return given.map(([name, text]) => {
    const stage = STAGES.find((each) => each.name === name)
    return { stage: name, argument: stage?.parse(text) ?? null }
  })
}

describe('the fields that a plan names', () => {
  test.each<[string, string, string]>([
    ['filter', 'a/b=1', 'a/b'],
    ['where', 'a == b && len(c) > 1', 'a b c'],
    ['set', 'x=lower(a)', 'a'],
    ['select', 'n=a/b,c', 'a/b c'],
    ['drop', 'a,b/c', 'a b/c'],
    ['rename', 'n=a', 'a'],
    ['sort', '-a,b', 'a b'],
    ['unique', 'a,b', 'a b'],
    ['explode', 'a/b', 'a/b'],
    ['split-lines', 'a', 'a'],
    ['count-by', 'a,b', 'a b'],
    ['group', 'a', 'a'],
    ['head', '3', ''],
  ])('--%s %s: %s', (name, text, fields) => {
    const found = namedFields({ stages: stagesOf([name, text]) })
    expect(found.map(({ field }) => field.join('/')).join(' ')).toBe(fields)
  })

  test('those of destinations and branches too, but not of what is counted', () => {
    const found = namedFields({
      stages: stagesOf(['head', '1']),
      branches: [
        { stages: stagesOf(['count-by', 'a'], ['sort', 'count']) },
        { stages: [], to: ['{b}/{{x}}.csv'], writing: { columns: ['c'] } },
      ],
    })
    expect(found.map(({ field }) => field.join('/'))).toEqual(['a', 'c', 'b'])
  })
})

describe('what the beginning does not seem to have', () => {
  test.each([
    ['year', false],
    ['@id', false],
    ['id', true],
    ['@year', true],
    ['yea', true],
    ['author/name', false],
    ['n:x', false],
    ['x', false],
    ['#text', false],
  ])('%s: %s', (path, isUnmet) => {
    const text = `<b id = "1"><year>1</year><author><name/></author><n:x>1</n:x></b>`
    const fields = [{ field: path.split('/'), before: [], isCompared: false }]
    const plan = { inputs: [], pipeline: { stages: [] } }
    expect(isAnyUnmet(fields, plan, new TextEncoder().encode(text))).toBe(isUnmet)
  })

  test.each([
    ['b', 'year', false],
    ['n', 'year', true],
    ['/c/n|//b', 'year', false],
    ['c/n', 'id', true],
    ['{u}n', 'year', true],
    ['*', 'year', false],
    ['c', 'year', false],
  ])('of records like %s: %s', (record, name, isUnmet) => {
    const text = `<c><p:n x="1"/><n>n</n><p:n>n</p:n><id/><b><year>1</year><n/></b></c>`
    const fields = [{ field: [name], before: [], isCompared: false }]
    const plan = { inputs: [], record, pipeline: { stages: [] } }
    expect(isAnyUnmet(fields, plan, new TextEncoder().encode(text))).toBe(isUnmet)
  })
})
