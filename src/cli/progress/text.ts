// Turns how far a run is into a line for a person, as wide as there is room, or into JSON for a program.

import type { Progress } from '../../plan/progress.ts'
import { bytesInWords, grouped, timeInWords } from '../quantities.ts'
import type { Pace } from './pace.ts'

const GAP = '  '

interface Part {
  text: string
  /** The least goes first where there is no room for all. */
  weight: number
}

/** What of it fits in so many columns. */
export function progressLine(progress: Progress, pace: Pace, columns: number): string {
  let parts = partsOf(progress, pace)
  while (parts.length > 1 && joined(parts).length > columns) {
    const least = Math.min(...parts.map(({ weight }) => weight))
    parts = parts.filter(({ weight }) => weight > least)
  }
  return joined(parts).slice(0, columns)
}

/** An object with these fields, those missing that are not known. */
export function progressJson(progress: Progress, pace: Pace, isEnd: boolean): string {
  const { bytes, read, size, counts, input, inputs } = progress
  const { seconds, rate, percent, left } = pace
  return JSON.stringify({
    seconds: rounded(seconds),
    bytes,
    rate: Math.round(rate),
    read,
    size,
    percent: rounded(percent),
    left: rounded(left),
    ...counts,
    input,
    inputs,
    done: isEnd,
  })
}

function partsOf({ bytes, input, inputs, counts }: Progress, pace: Pace): Part[] {
  const { percent, rate, left, seconds } = pace
  const parts: (Part | false | undefined)[] = [
    percent !== undefined && { text: `${Math.floor(percent)}%`.padStart(4), weight: 9 },
    { text: bytesInWords(bytes), weight: 6 },
    { text: `${bytesInWords(rate)}/s`, weight: 5 },
    counts && { text: `${grouped(counts.records)} records`, weight: 8 },
    counts && { text: `${grouped(counts.written)} written`, weight: 4 },
    counts?.bad !== undefined &&
      counts.bad > 0 && { text: `${grouped(counts.bad)} bad`, weight: 4 },
    inputs > 1 && { text: `input ${input} of ${inputs}`, weight: 3 },
    { text: timeInWords(seconds), weight: 1 },
    left !== undefined && { text: `${timeInWords(left)} left`, weight: 7 },
  ]
  return parts.filter((part) => typeof part === 'object')
}

function joined(parts: Part[]): string {
  return parts.map(({ text }) => text).join(GAP)
}

function rounded(number: number | undefined): number | undefined {
  return number === undefined ? undefined : Math.round(number * 10) / 10
}
