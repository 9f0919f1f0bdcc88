import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

// how much room V8 keeps for what is young differs by 60 MB between versions of Node, whatever the tasks are
const OPTIONS = ['--max-semi-space-size=2']

test('100,000 tasks that are alive at once take less than 200 MB', async () => {
  const { stdout } = await promisify(execFile)('node', [...OPTIONS, 'bench/tasks.js', 'alive'])
  const [, alive, megabytes] = /^(\d+) tasks alive: (\d+) MB/.exec(stdout) ?? []
  expect(Number(alive)).toBe(100_001)
  expect(Number(megabytes)).toBeLessThan(200)
})
