// Takes the fast loops out of the kernel: what is left must compile, and be the build without shortcuts to the byte.

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compile } from './kernel-build.ts'

const COPY = 'node_modules/.cache/kernel/without-fast'
/** What the rest of the kernel asks of the room, as if nothing were common. */
const NOTHING_IS_COMMON = `
import { Outcome } from '../markup/outcome'
export function tryContent(p: usize, mode: u32): i32 { return Outcome.DECLINED }
export function resetFast(): void {}
`

test('the kernel does without', () => {
  cpSync('src/kernel', COPY, { recursive: true })
  for (const file of readdirSync(`${COPY}/fast`)) rmSync(`${COPY}/fast/${file}`)
  writeFileSync(`${COPY}/fast/index.ts`, NOTHING_IS_COMMON.replaceAll('export', '@inline export'))
  const build = (name: string, sources: string) =>
    readFileSync(compile(name, ['--config', `${sources}/asconfig.json`, '--target', 'plain']))
  const without = build('without-fast', COPY)
  rmSync(COPY, { recursive: true })
  expect(without.equals(build('plain', 'src/kernel'))).toBe(true)
}, 120_000)

test('the rest of the kernel knows one file of it', () => {
  const files = readdirSync('src/kernel', { recursive: true, encoding: 'utf8' })
  const outside = files.filter((file) => file.endsWith('.ts') && !file.startsWith('fast/'))
  const imported = outside.flatMap((file) =>
    [...readFileSync(`src/kernel/${file}`, 'utf8').matchAll(/from '.*\/fast\/(.*)'/g)].map(
      ([, name]) => name,
    ),
  )
  expect(new Set(imported)).toEqual(new Set(['index']))
})
