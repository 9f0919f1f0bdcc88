import { expect, test } from 'vitest'
import { Pacer } from '../../../src/cli/progress/pace.ts'

const at = (bytes: number, read: number, size?: number) => ({
  bytes,
  read,
  ...(size !== undefined && { size }),
  input: 1,
  inputs: 1,
})

test('the first look is at the pace since the start', () => {
  expect(new Pacer().at(10, at(1000, 500, 2000))).toEqual({
    seconds: 10,
    rate: 100,
    percent: 25,
    left: 30,
  })
})

test('the pace is that of the last seconds', () => {
  const pacer = new Pacer()
  for (let second = 1; second <= 20; second++) pacer.at(second, at(second * 1000, second))
  expect(pacer.at(25, at(20_500, 25)).rate).toBe(100)
})

test('without a size there is no share and no end', () => {
  expect(new Pacer().at(1, at(7, 7))).toEqual({ seconds: 1, rate: 7 })
})

test('an input that has grown is never read by more than all', () => {
  expect(new Pacer().at(1, at(70, 70, 35))).toMatchObject({ percent: 100, left: 0 })
})

test('while nothing is read, the end is unknown', () => {
  const pacer = new Pacer()
  pacer.at(1, at(5, 5, 10))
  for (const second of [2, 3, 4, 5, 6, 7]) pacer.at(second, at(5, 5, 10))
  expect(pacer.at(8, at(5, 5, 10))).toEqual({ seconds: 8, rate: 0, percent: 50 })
})

test('a look at once is no fault', () => {
  expect(new Pacer().at(0, at(0, 0, 100))).toEqual({ seconds: 0, rate: 0, percent: 0 })
})
