import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ProgressReporter } from '../../../src/cli/progress/reporter.ts'
import { catchSaid } from '../said.ts'

let said: ReturnType<typeof catchSaid>
let bytes = 0
const look = () => ({
  bytes,
  read: bytes,
  size: 1000,
  input: 1,
  inputs: 1,
  counts: { records: bytes / 10, written: 0 },
})

beforeEach(() => {
  vi.useFakeTimers()
  bytes = 0
  said = catchSaid()
})

afterEach(() => {
  said.letThrough()
  vi.useRealTimers()
})

test('JSON comes each second and at the end', () => {
  const reporter = new ProgressReporter(look, 'json', performance.now())
  reporter.begin()
  bytes = 100
  vi.advanceTimersByTime(2500)
  reporter.end()
  vi.advanceTimersByTime(2500)
  const lines = said.text.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { seconds: 1, bytes: 100, rate: 100, percent: 10, left: 9, done: false },
    { seconds: 2, bytes: 100, rate: 50, done: false },
    { seconds: 2.5, bytes: 100, records: 10, done: true },
  ])
})

test('where there is no terminal a line comes each ten seconds and at the end', () => {
  const reporter = new ProgressReporter(look, 'line', performance.now())
  reporter.begin()
  bytes = 500
  vi.advanceTimersByTime(12_000)
  reporter.end()
  expect(said.text).toBe(
    ' 50%  500 B  50 B/s  50 records  0 written  0:10  0:10 left\n' +
      ' 50%  500 B  42 B/s  50 records  0 written  0:12  0:12 left\n',
  )
})

test('one that was only asked reports nothing else', () => {
  const reporter = new ProgressReporter(look, 'auto', performance.now())
  vi.advanceTimersByTime(1000)
  reporter.report()
  reporter.end()
  expect(said.text).toBe('  0%  0 B  0 B/s  0 records  0 written  0:01\n')
})
