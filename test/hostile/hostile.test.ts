// Checks that hostile documents do no harm: they cost little, or are refused by a limit that has a flag.

import { describe, expect, it } from 'vitest'
import { child } from './child.ts'
import { DOCUMENTS } from './documents.js'
import { JUDGED } from './judged.ts'

interface Verdict {
  /** The kind of error, or `none`. */
  error: string
  fact?: string
}

const RUNS = Object.entries(DOCUMENTS).flatMap(([name, { raise, isMalformed = false }]) => {
  const run = { run: name, args: [name], isMalformed }
  if (raise === undefined) return [run]
  return [run, { ...run, run: `${name}, raised`, args: [name, '1', 'raised'], isRead: true }]
})

describe.each(JUDGED)('the $name engine', ({ name, excused }) => {
  const runs = RUNS.filter(({ run }) => !(run in excused))

  it('is excused only from documents there are', () => {
    expect(runs.length + Object.keys(excused).length).toBe(RUNS.length)
  })

  it.each(runs)('is not harmed by $run', async ({ args, isMalformed, ...run }) => {
    const { error, fact, cpu, memory } = await child<Verdict>('run.js', [name, ...args])
    if ('isRead' in run) expect(error).toBe('none')
    else if (error === 'LimitError') expect(fact).toMatch(/: raise --max-[a-z]+$/)
    else expect(error).toBe(isMalformed ? 'XmlError' : 'none')
    expect(cpu).toBeLessThan(5)
    expect(memory).toBeLessThan(200)
  })
})
