import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('100,000 tasks that are alive at once take less than 200 MB', async () => {
  const { stdout } = await promisify(execFile)('node', ['bench/tasks.js', 'alive'])
  const [, alive, megabytes] = /^(\d+) tasks alive: (\d+) MB/.exec(stdout) ?? []
  expect(Number(alive)).toBe(100_001)
  expect(Number(megabytes)).toBeLessThan(200)
})
