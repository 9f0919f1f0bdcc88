// Prints on stderr what a run did: a table for a person or JSON for a program.

import type { Measured } from '../plan/meter.ts'
import type { Report } from '../plan/report.ts'
import { table } from '../plan/table.ts'
import { peakMemory } from '../process/peak-memory.ts'
import { say } from './print.ts'
import { bytesInWords, grouped } from './quantities.ts'

/** What the whole process took. */
export interface Usage {
  seconds: number
  cpuSeconds: number
  /** Bytes. */
  peakMemory: number
}

export function printReport(report: Report, form: 'table' | 'json'): void {
  const { user, system } = process.cpuUsage()
  const usage = {
    seconds: performance.now() / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMemory: peakMemory(),
  }
  say(form === 'json' ? reportJson(report, usage) : reportTable(report, usage))
}

export function reportJson(
  { bytes, records, written, bad, unread, malformed, steps }: Report,
  usage: Usage,
): string {
  const rate = Math.round(bytes / usage.seconds)
  return JSON.stringify({ bytes, records, written, bad, unread, malformed, ...usage, rate, steps })
}

export function reportTable({ bytes, steps = [] }: Report, usage: Usage): string {
  const total = steps.reduce((sum, { seconds = 0 }) => sum + seconds, 0)
  const rows = steps.map((step) => rowOf(step, total))
  const { seconds, cpuSeconds, peakMemory } = usage
  const sums = [
    `${bytesInWords(bytes)} in ${inSeconds(seconds)}`,
    `${bytesInWords(bytes / seconds)}/s`,
    `${inSeconds(cpuSeconds)} of processor time`,
    `${bytesInWords(peakMemory)} of memory at most`,
  ]
  return `${table([['', 'in', 'out', 'time', ''], ...rows], [1, 2, 3])}\n${sums.join(', ')}`
}

function rowOf(measured: Measured, total: number): string[] {
  const { step, place = '', seconds } = measured
  const count = (number: number | undefined) => (number === undefined ? '' : grouped(number))
  const share = seconds === undefined ? '' : `${Math.round((100 * seconds) / (total || 1))}%`
  return [step, count(measured.in), count(measured.out), share, place]
}

function inSeconds(seconds: number): string {
  return `${seconds.toFixed(2)} s`
}
