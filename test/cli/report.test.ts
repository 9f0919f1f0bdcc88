import { expect, test } from 'vitest'
import { reportJson, reportTable } from '../../src/cli/report.ts'

const report = {
  bytes: 3e8,
  records: 1234,
  written: 10,
  bad: 0,
  unread: 0,
  malformed: 0,
  seen: new Map<string, number>(),
  steps: [
    { step: 'read a.xml', seconds: 0.1 },
    { step: 'parse with kernel', place: 'in the kernel', seconds: 0.3 },
    { step: 'records a', place: 'in the kernel', out: 1234 },
    { step: 'drop b', place: 'in JavaScript', in: 1234, out: 10, seconds: 0 },
    { step: 'finish', seconds: 0 },
  ],
}
const usage = { seconds: 0.5, cpuSeconds: 0.25, peakMemory: 6e7 }

test('the table has a line for each step and one for all', () => {
  expect(reportTable(report, usage).split('\n')).toEqual([
    '                      in    out  time',
    'read a.xml                        25%',
    'parse with kernel                 75%  in the kernel',
    'records a                 1,234        in the kernel',
    'drop b             1,234     10    0%  in JavaScript',
    'finish                             0%',
    '300 MB in 0.50 s, 600 MB/s, 0.25 s of processor time, 60.0 MB of memory at most',
  ])
})

test('JSON has the same in bytes and seconds', () => {
  const { seen: _, ...rest } = report
  expect(JSON.parse(reportJson(report, usage))).toEqual({ ...rest, ...usage, rate: 6e8 })
})

test('a run in no time divides by nothing', () => {
  const nothing = { ...report, bytes: 0, steps: [{ step: 'read a.xml', seconds: 0 }] }
  expect(reportTable(nothing, usage)).toMatch(/^read a.xml +0%$/m)
})
