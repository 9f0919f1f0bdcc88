// Runs what docs/clusters.md shows, as each of the systems would.

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withProgram } from '../with-program.ts'

const page = readFileSync('docs/clusters.md', 'utf8')
const PARTS = 5

let folder = ''
let whole = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-clusters-'))
  copyFileSync('fixtures/buses.xml', join(folder, 'big.xml'))
  mkdirSync(join(folder, 'bin'))
  writeFileSync(
    join(folder, 'bin/cosax'),
    `#!/bin/sh\nexec node '${resolve('bin/cosax.js')}' "$@"\n`,
  )
  chmodSync(join(folder, 'bin/cosax'), 0o755)
  const [split = '', run = ''] = blocksOf('sh')[0]?.trimEnd().split('\n') ?? []
  runs(split.replace('64', String(PARTS)))
  runs(run)
  expect(readdirSync(join(folder, 'out'))).toEqual([
    expect.stringMatching(/^3-[0-9a-f]{8}\.jsonl$/),
  ])
  whole = runs('cosax big.xml -r bus --filter route=22')
})
beforeEach(() => rmSync(join(folder, 'out'), { recursive: true, force: true }))
afterAll(() => rmSync(folder, { recursive: true }))

function blocksOf(language: string): string[] {
  return [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)]
    .filter(([, name]) => name === language)
    .map(([, , text = '']) => text)
}

function runs(script: string, env: Record<string, string> = {}, input = ''): string {
  const path = `${join(folder, 'bin')}:${process.env.PATH}`
  return execFileSync('bash', ['-c', script], {
    ...{ cwd: folder, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] },
    env: { ...process.env, ...env, PATH: path },
  })
}

function joined(): string {
  const names = readdirSync(join(folder, 'out')).sort()
  expect(names.length).toBe(PARTS)
  return names.map((name) => readFileSync(join(folder, 'out', name), 'utf8')).join('')
}

const numbers = Array.from({ length: PARTS }, (_, n) => n + 1)

withProgram('parallel', () => {
  test('GNU parallel', () => {
    runs(blocksOf('sh')[1] ?? '')
    expect(joined()).toBe(whole)
    expect(readFileSync(join(folder, '22.jsonl'), 'utf8')).toBe(whole)
  })
})

test('Slurm', () => {
  const [script = ''] = blocksOf('bash')
  for (const n of numbers) runs(script, { SLURM_ARRAY_TASK_ID: String(n) })
  expect(joined()).toBe(whole)
})

test('Kubernetes', () => {
  const [, command = ''] = /command: \["sh", "-c", (".*")\]/.exec(blocksOf('yaml')[0] ?? '') ?? []
  for (const n of numbers) runs(JSON.parse(command), { JOB_COMPLETION_INDEX: String(n - 1) })
  expect(joined()).toBe(whole)
})

test('Spark', () => {
  const [, command = ''] = /command = "(.*)"/.exec(blocksOf('python')[0] ?? '') ?? []
  const script = `sh -c '${command.replace('/data', folder)}'`
  expect(runs(script, {}, '1\n2\n') + runs(script, {}, '3\n4\n5\n')).toBe(whole)
})

test('what was counted of the parts is put together', () => {
  runs(blocksOf('sh').find((block) => block.includes('counts/')) ?? '')
  const expected = runs('cosax big.xml -r bus --group route --agg n=count --sort n')
  expect(readFileSync(join(folder, 'routes.jsonl'), 'utf8')).toBe(expected)
})
