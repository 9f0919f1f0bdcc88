import { expect, test } from 'vitest'
import { Calls, fruitlessWarning } from '../../src/expression/calls.ts'
import { compileExpression, compileValues } from '../../src/expression/expression.ts'
import type { Value } from '../../src/record/record.ts'

test('a call that never has a value is reported with what it was given first', () => {
  const calls = new Calls()
  const holds = compileExpression('number(a) > 1 || date(b) > 0 || !lower(c)', calls)
  for (const a of ['', 'x', 'y']) holds({ a, b: '2014-09-13', c: 'x' })
  expect(calls.fruitless).toEqual([{ call: 'number(a)', example: 'x' }])
})

test('a call that was given nothing is not reported', () => {
  const calls = new Calls()
  const values = compileValues('number(a)', calls)
  for (const record of [{}, { a: null }, { a: '' }, 'text', null]) values(record)
  expect(calls.fruitless).toEqual([])
})

test('a call is reported once, whatever it is in', () => {
  const calls = new Calls()
  for (const text of ['number(a) + 1', 'round(number(a))', 'if(a, number(a), 2)']) {
    compileValues(text, calls)({ a: 'x' })
  }
  expect(calls.fruitless).toEqual([{ call: 'number(a)', example: 'x' }])
  expect(fruitlessWarning(calls.fruitless)).toBe('no value for any record: number(a), as for "x"')
})

test('what parts have seen adds up to what is seen of all', () => {
  const seenOf = (records: Value[]) => {
    const calls = new Calls()
    const values = compileValues('number(a) + len(b) + number(c)', calls)
    for (const record of records) values(record)
    return calls.state()
  }
  const all = new Calls()
  all.merge(seenOf([]))
  all.merge(structuredClone(seenOf([{ a: '', c: 'x' }, { a: 'y' }])))
  all.merge(structuredClone(seenOf([{ a: 'z', c: '1' }])))
  expect(all.fruitless).toEqual([{ call: 'number(a)', example: 'y' }])
})
