import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { head } from '../../src/stages/head.ts'
import { gather, started, through } from './through.ts'

test('passes on the first records', () => {
  fc.assert(
    fc.property(fc.nat(9), fc.array(fc.string()), (count, records) => {
      expect(through(head, String(count), records)).toEqual(records.slice(0, count))
    }),
  )
})

test('is done right after its last record', () => {
  const line = started(head, '2', gather([]))
  expect([line.send('1'), line.done, line.send('2'), line.done]).toEqual([true, false, false, true])
})

test('head 0 is done from the start', () => {
  const line = started(head, '0', gather([]))
  expect(line.done).toBe(true)
  expect(line.send('1')).toBe(false)
})

test('does not close its target, which others may share, when it is done', () => {
  const shared = gather([])
  started(head, '1', shared).send('1')
  expect(shared.done).toBe(false)
})

test('is done when its target is', () => {
  expect(started(head, '5', started(head, '1', gather([]))).send('1')).toBe(false)
})

test('is described by its number', () => {
  expect(head.describe(head.parse(' 010'))).toBe('10')
})

test.each(['', 'ten', '-1', '1.5'])('%j cannot be understood', (text) => {
  expect(() => head.parse(text)).toThrow(UsageError)
  expect(() => head.parse(text)).toThrow('--head: ')
})
