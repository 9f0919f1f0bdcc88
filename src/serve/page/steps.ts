// Turns the rows of a pipeline into a tree of steps, and says what passes between them.

import type { PipelineRow } from '../status.ts'
import { bytes, count, counted, rate } from './numbers.ts'

export interface Step {
  /** Of its row. */
  index: number
  next: Step[]
}

/** The steps that receive from no other, with all that follows. */
export function stepsOf(rows: PipelineRow[]): Step[] {
  const steps = rows.map((_, index): Step => ({ index, next: [] }))
  const first: Step[] = []
  for (const [index, step] of steps.entries()) {
    const { from } = rows[index]!
    const before = from === undefined ? undefined : steps[from]
    ;(before?.next ?? first).push(step)
  }
  return first
}

/** How many columns they need side by side. */
export function breadth(steps: Step[]): number {
  return steps.reduce((sum, { next }) => sum + Math.max(1, breadth(next)), 0)
}

export interface Flow {
  text: string
  /** Whether anything passes. */
  flows: boolean
}

/** What comes to a row in a second: bytes, until there are records. */
export function flowTo(rows: PipelineRow[], index: number, bytesRate: number): Flow {
  const { from, inRate } = rows[index]!
  const records = inRate ?? (from === undefined ? undefined : rows[from]?.outRate)
  if (records === undefined) return { text: `${bytes(bytesRate)}/s`, flows: bytesRate > 0 }
  return { text: `${rate(records)} records/s`, flows: records > 0 }
}

/** What came and left so far, and where the step runs. */
export function facts({ place, in: came, out: left }: PipelineRow): string {
  const counts = [
    ...(came === undefined ? [] : [`${count(came)} in`]),
    ...(left === undefined ? [] : [`${count(left)} out`]),
  ]
  return [...counts, ...(place === undefined ? [] : [place])].join(' · ')
}

export function heldWords(held: number): string {
  return held === 0 ? '' : `${counted(held, 'client waits', 'clients wait')} here`
}
