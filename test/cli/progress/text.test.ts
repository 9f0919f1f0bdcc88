import { expect, test } from 'vitest'
import { progressJson, progressLine } from '../../../src/cli/progress/text.ts'

const progress = {
  bytes: 1.25e9,
  read: 3e8,
  size: 1e9,
  input: 2,
  inputs: 3,
  counts: { records: 1234567, written: 8, bad: 2 },
}
const pace = { seconds: 65, rate: 2.5e8, percent: 30.06, left: 155 }

test('the line has all where there is room', () => {
  expect(progressLine(progress, pace, 200)).toBe(
    ' 30%  1.25 GB  250 MB/s  1,234,567 records  8 written  2 bad  input 2 of 3  1:05  2:35 left',
  )
})

test('what is not known is not there', () => {
  const { size: _, counts: __, ...rest } = { ...progress, inputs: 1 }
  expect(progressLine(rest, { seconds: 65, rate: 2.5e8 }, 200)).toBe('1.25 GB  250 MB/s  1:05')
})

test('bad records are shown when there are any', () => {
  const counts = { ...progress.counts, bad: 0 }
  expect(progressLine({ ...progress, counts }, pace, 200)).not.toContain('bad')
})

test.each([90, 80, 60, 50, 40, 20, 4, 1])('the line fits in %d columns', (columns) => {
  expect(progressLine(progress, pace, columns).length).toBeLessThanOrEqual(columns)
})

test('the share, the records and the time left are the last to go', () => {
  expect(progressLine(progress, pace, 45)).toBe(' 30%  1.25 GB  1,234,567 records  2:35 left')
  expect(progressLine(progress, pace, 35)).toBe(' 30%  1,234,567 records  2:35 left')
  expect(progressLine(progress, pace, 10)).toBe(' 30%')
})

test('JSON has the fields that are known', () => {
  expect(JSON.parse(progressJson(progress, pace, false))).toEqual({
    seconds: 65,
    bytes: 1.25e9,
    rate: 2.5e8,
    read: 3e8,
    size: 1e9,
    percent: 30.1,
    left: 155,
    records: 1234567,
    written: 8,
    bad: 2,
    input: 2,
    inputs: 3,
    done: false,
  })
  const { size: _, counts: __, ...rest } = progress
  expect(Object.keys(JSON.parse(progressJson(rest, { seconds: 1, rate: 2 }, true)))).toEqual(
    'seconds bytes rate read input inputs done'.split(' '),
  )
})
