import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tail } from '../../src/stages/tail.ts'
import { gather, started, through } from './through.ts'

test('passes on the last records in their order', () => {
  const records = fc.array(fc.nat(), { maxLength: 30 })
  fc.assert(
    fc.property(records, fc.nat(40), (all, count) => {
      expect(through(tail, `${count}`, all)).toEqual(count === 0 ? [] : all.slice(-count))
    }),
  )
})

test('wants no record where none is asked for', () => {
  expect(started(tail, '0', gather([])).done).toBe(true)
})
