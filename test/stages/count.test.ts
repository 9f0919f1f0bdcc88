import { expect, test } from 'vitest'
import type { Value } from '../../src/record/record.ts'
import { count } from '../../src/stages/count.ts'
import { head } from '../../src/stages/head.ts'
import { gather, started, through } from './through.ts'

test.each<[number, Value[]]>([
  [0, []],
  [1, [null]],
  [3, [{ a: '1' }, 'text', {}]],
])('sends %d as the number of %j', (n, records) => {
  expect(through(count, '', records)).toEqual([{ count: n }])
})

test('sends nothing before it is closed', () => {
  const passed: Value[] = []
  const line = started(count, '', gather(passed))
  line.send('1')
  expect(passed).toEqual([])
  line.close()
  expect(passed).toEqual([{ count: 1 }])
})

test('sends what it has counted when the input breaks', () => {
  const passed: Value[] = []
  const line = started(count, '', gather(passed))
  line.send('1')
  line.throw(new Error('broken'))
  expect(passed).toEqual([{ count: 1 }])
})

test('sends its number once', () => {
  const passed: Value[] = []
  const line = started(count, '', gather(passed))
  line.close()
  line.close()
  line.throw(new Error('late'))
  expect(passed).toEqual([{ count: 0 }])
})

test('counts what a stage before it has passed on', () => {
  const passed: Value[] = []
  const line = started(head, '2', started(count, '', gather(passed)))
  for (const record of ['1', '2', '3']) line.send(record)
  line.close()
  expect(passed).toEqual([{ count: 2 }])
})

test('its number is a record for the stages after it', () => {
  expect(started(count, '', started(head, '0', gather([]))).done).toBe(true)
})

test('has no argument', () => {
  expect(count.parse('')).toBeNull()
  expect(count.describe(null)).toBe('')
})
