// Checks that the README and the docs are true: commands print what they show, the flags and files named are there.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { flagPage } from '../src/cli/flag-page.ts'
import { Scripts } from './cli/scripts.ts'

const readme = readFileSync('README.md', 'utf8')

const docs = readdirSync('docs').filter((file) => file.endsWith('.md'))

/** Every `console` block: commands after `$ `, each followed by what it prints (`…` for the rest). */
function commandsIn(page: string): { command: string; printed: string[] }[] {
  return [...page.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...printed] = part.replaceAll('\\\n', ' ').trimEnd().split('\n')
        return { command, printed }
      }),
  )
}

const commands = commandsIn(readme)
const others = docs.flatMap((file) => commandsIn(readFileSync(`docs/${file}`, 'utf8')))

const scripts = new Scripts()
afterAll(() => scripts.stop())

async function runs({ command, printed }: { command: string; printed: string[] }): Promise<void> {
  const { stdout, code } = await scripts.run(command, '.')
  expect(code).toBe(0)
  const output = stdout.trimEnd().split('\n')
  const isCut = printed.at(-1) === '…'
  const shown = isCut ? printed.slice(0, -1) : printed
  expect(isCut ? output.slice(0, shown.length) : output).toEqual(shown)
}

describe('the docs', () => {
  test.concurrent.each(others)('print what they show: $command', runs)

  test('show commands', () => {
    expect(others.length).toBeGreaterThan(3)
  })

  test('have each decision in the index', () => {
    const [index = '', ...decisions] = readFileSync('docs/decisions.md', 'utf8').split(/^## /m)
    const titles = decisions.map((text) => text.slice(0, text.indexOf('\n')))
    expect(titles.filter((title) => !index.includes(`[${title}](#`))).toEqual([])
  })

  test.each(docs)('name files that are there: %s', (file) => {
    const page = readFileSync(`docs/${file}`, 'utf8')
    const paths = [...page.matchAll(/`((?:src|test|bench)\/[\w./-]+)`/g)].map(
      ([, path = '']) => path,
    )
    expect(paths.filter((path) => !existsSync(path))).toEqual([])
  })
})

describe('README', () => {
  test('begins with the two commands', () => {
    expect(readme).toContain(
      "npm ci && ./bin/cosax.js fixtures/buses.xml -r bus --filter route=22 --filter 'direction=North Bound'",
    )
    expect(readme).toContain('npm ci && npm test')
  })

  test.concurrent.each(commands)('prints what it shows: $command', runs)

  test('shows commands', () => {
    expect(commands.length).toBeGreaterThan(3)
  })
})

test('the page of flags has the flags that there are', () => {
  if (process.env.COSAX_WRITE_CASES) writeFileSync('docs/flags.md', flagPage())
  else expect(readFileSync('docs/flags.md', 'utf8')).toBe(flagPage())
})
