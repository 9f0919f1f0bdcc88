// Runs the examples of the library's documentation and of the docs: a block of js, then what it prints.

import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

const EXAMPLE = /```js\n([\s\S]*?)```\s*```text\n([\s\S]*?)```/g

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src', file))
const pages = readdirSync('docs')
  .filter((file) => file.endsWith('.md'))
  .map((file) => join('docs', file))

const examples = [...sources, ...pages, 'README.md'].flatMap((file) => {
  const text = readFileSync(file, 'utf8').replace(/^ \* ?/gm, '')
  return [...text.matchAll(EXAMPLE)].map(([, code = '', printed = ''], i) => ({
    name: `${file} ${i + 1}`,
    code,
    printed,
  }))
})

describe('examples', () => {
  test('are found', () => {
    const found = examples.map(({ name }) => name)
    expect(found).toContain('src/core/coroutine.ts 1')
    expect(found).toContain('docs/coroutines.md 1')
    expect(found).toContain('README.md 1')
  })

  test.concurrent.each(examples)('$name prints what it says', async ({ code, printed }) => {
    const { stdout } = await promisify(execFile)('node', ['--input-type=module', '-e', code])
    expect(stdout).toBe(printed)
  })
})
