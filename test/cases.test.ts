// Runs the golden cases. With COSAX_WRITE_CASES set it writes what they print instead.

import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Scripts } from './cli/scripts.ts'

const CASES = resolve('fixtures/cases')
const PRINTED = ['stdout', 'stderr', 'exit'] as const

describe.each(readdirSync(CASES))('%s', (topic) => {
  test.concurrent.each(readdirSync(join(CASES, topic)))('%s', async (name) => {
    const folder = join(CASES, topic, name)
    const printed = await run(readFileSync(join(folder, 'cmd'), 'utf8'))
    for (const file of PRINTED) {
      const path = join(folder, file)
      if (process.env.COSAX_WRITE_CASES) writeFileSync(path, printed[file])
      else expect(printed[file], `${file} of ${topic}/${name}`).toBe(readFileSync(path, 'utf8'))
    }
  })
})

const scripts = new Scripts()
afterAll(() => scripts.stop())

async function run(command: string): Promise<Record<(typeof PRINTED)[number], string>> {
  const folder = mkdtempSync(join(tmpdir(), 'cosax-case-'))
  try {
    symlinkSync(resolve('fixtures'), join(folder, 'fixtures'))
    const { code, ...printed } = await scripts.run(command, folder)
    return { ...printed, exit: `${code}\n` }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
