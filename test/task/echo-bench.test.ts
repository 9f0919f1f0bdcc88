import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

test('the contest of echo servers has a row for each', async () => {
  const words = ['--rounds', '1', '--messages', '300', '--connections', '20', '--clients', '2']
  const { stdout } = await run('node', ['bench/echo.js', ...words])
  const rows = stdout.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| -'))
  expect(rows.map((row) => row.split(' | ')[0])).toEqual([
    '| server',
    '| tasks of `cosax/task`',
    '| plain callbacks',
    '| async/await',
    expect.stringMatching(/^\| plain callbacks, \d+ processes$/),
  ])
  expect(stdout).not.toContain('NaN')
})

test('a server with several clients is held against the command line', async () => {
  const { stdout } = await run('node', ['bench/serve.js', 'fixtures/buses.xml', '1', '2'])
  expect(stdout).toContain('| 2 clients of a server |')
  expect(stdout).not.toContain('NaN')
})
