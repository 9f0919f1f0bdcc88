import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { drop } from '../../src/stages/drop.ts'
import { through } from './through.ts'

const PAGE: Value = {
  '@xml:space': 'preserve',
  title: 'XML',
  revision: [
    { id: '1', text: 'long' },
    { id: '2', text: 'longer' },
  ],
}

test.each([
  [
    'title',
    '{"@xml:space":"preserve","revision":[{"id":"1","text":"long"},{"id":"2","text":"longer"}]}',
  ],
  ['revision', '{"@xml:space":"preserve","title":"XML"}'],
  ['revision, @xml:space', '{"title":"XML"}'],
  ['revision/text,@xml:space', '{"title":"XML","revision":[{"id":"1"},{"id":"2"}]}'],
  ['revision/text,revision/id,@xml:space', '{"title":"XML","revision":[null,null]}'],
  ['@xml:space,title,revision', 'null'],
])('%s leaves %s', (text, expected) => {
  expect(JSON.stringify(through(drop, text, [PAGE])[0])).toBe(expected)
})

test('a record without the field is passed on as it is', () => {
  expect(through(drop, 'missing,@id', [PAGE])[0]).toBe(PAGE)
})

test('what is not touched is shared, not copied', () => {
  const child: Value = { b: '1' }
  const [rest] = through(drop, 'x', [{ x: '1', child }])
  expect((rest as { child: Value }).child).toBe(child)
})

test('is described by its fields', () => {
  expect(drop.describe(drop.parse('revision/text ,@id'))).toBe('revision/text, @id')
})

test.each(['', 'a,,b', 'a/', ',a'])('%j cannot be understood', (text) => {
  expect(() => drop.parse(text)).toThrow(UsageError)
})
