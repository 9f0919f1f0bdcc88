import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { head } from '../../src/stages/head.ts'
import { skip } from '../../src/stages/skip.ts'
import { gather, started, through } from './through.ts'

test('leaves out what head passes on', () => {
  fc.assert(
    fc.property(fc.nat(9).map(String), fc.array(fc.string()), (count, records) => {
      const [first, rest] = [through(head, count, records), through(skip, count, records)]
      expect([...first, ...rest]).toEqual(records)
    }),
  )
})

test('skip 0 leaves out nothing', () => {
  expect(through(skip, '0', ['1', '2'])).toEqual(['1', '2'])
})

test('takes more while it skips', () => {
  const line = started(skip, '2', gather([]))
  expect([line.send('1'), line.send('2'), line.send('3')]).toEqual([true, true, true])
})

test('is done when its target is', () => {
  const line = started(skip, '1', started(head, '1', gather([])))
  expect([line.send('1'), line.send('2')]).toEqual([true, false])
})

test('is described by its number', () => {
  expect(skip.describe(skip.parse('1000'))).toBe('1000')
})

test.each(['', 'some', '-1'])('%j cannot be understood', (text) => {
  expect(() => skip.parse(text)).toThrow(UsageError)
  expect(() => skip.parse(text)).toThrow('--skip: ')
})
