// Holds the README to the truth: its commands print what it shows, its flags are the flags there are.

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { flagTable } from '../src/cli/help.ts'

const readme = readFileSync('README.md', 'utf8')

/** Every `console` block: commands after `$ `, each followed by what it prints (`…` for the rest). */
const commands = [...readme.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...printed] = part.replaceAll('\\\n', ' ').trimEnd().split('\n')
      return { command, printed }
    }),
)

describe('README', () => {
  test('begins with the two commands', () => {
    expect(readme).toContain(
      "npm ci && ./bin/cosax.js fixtures/buses.xml -r bus --filter route=22 --filter 'direction=North Bound'",
    )
    expect(readme).toContain('npm ci && npm test')
  })

  test.each(commands)('prints what it shows: $command', ({ command, printed }) => {
    const script = `cosax() { node bin/cosax.js "$@"; }\n${command}`
    const output = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n')
    const isCut = printed.at(-1) === '…'
    const shown = isCut ? printed.slice(0, -1) : printed
    expect(isCut ? output.slice(0, shown.length) : output).toEqual(shown)
  })

  test('shows commands', () => {
    expect(commands.length).toBeGreaterThan(3)
  })

  test('has the table of the flags', () => {
    const marked = /(<!-- flags -->\n)[\s\S]*?(<!-- end of flags -->)/
    expect(readme).toMatch(marked)
    const truth = readme.replace(marked, (_, start, end) => `${start}${flagTable()}\n${end}`)
    if (process.env.COSAX_WRITE_CASES) writeFileSync('README.md', truth)
    else expect(readme).toBe(truth)
  })
})
