// The law: what V8 has compiled is kept for the next process, and whatever stands in its place is harmless.

import { execFile } from 'node:child_process'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const run = promisify(execFile)
const RIGHT = { stdout: '{"count":863}\n', stderr: '' }

let caches: string
beforeEach(() => {
  caches = mkdtempSync(join(tmpdir(), 'cosax-caches-'))
})
afterEach(() => rmSync(caches, { recursive: true, force: true }))

function cosax(words: string[], env: NodeJS.ProcessEnv = {}) {
  return run(process.execPath, ['bin/cosax.js', ...words], {
    env: { ...process.env, NODE_OPTIONS: '', XDG_CACHE_HOME: caches, ...env },
  })
}

const count = (env?: NodeJS.ProcessEnv) =>
  cosax(['fixtures/buses.xml', '-r', 'bus', '--count', '--head', '863'], env)

const folder = () => join(caches, 'cosax', `node-${process.version}-${process.arch}`)

/** What is kept, by the file and when it was written. */
function kept(): Record<string, { ino: number; size: number }> {
  const files = readdirSync(folder()).sort()
  return Object.fromEntries(
    files.map((file) => {
      const { ino, size } = statSync(join(folder(), file))
      return [file, { ino, size }]
    }),
  )
}

/** Puts other bytes in place of what is kept of the script that every run loads. */
function spoil(change: (bytes: Buffer) => Buffer): string {
  const path = join(folder(), 'bundle-common-cjs.bin')
  writeFileSync(path, change(readFileSync(path)))
  return path
}

test('it is kept by the first process, and the next ones take it', async () => {
  expect(await count()).toEqual(RIGHT)
  const first = kept()
  expect(Object.keys(first)).toContain('bundle-common-cjs.bin')
  expect(Object.keys(first).filter((file) => !file.endsWith('.bin'))).toEqual([])
  expect(await count()).toEqual(RIGHT)
  expect(kept()).toEqual(first)
  expect(statSync(folder()).mode & 0o777).toBe(0o700)
})

test('a process that loads more has all kept anew', async () => {
  await cosax(['--version'])
  const before = kept()
  await count()
  const { 'bundle-common-cjs.bin': common, ...rest } = kept()
  expect(common?.size).toBeGreaterThan(before['bundle-common-cjs.bin']?.size as number)
  expect(Object.keys(rest)).toContain('bundle-running-cjs.bin')
})

test.each([
  { of: 'another build', change: (bytes: Buffer) => Buffer.from(bytes).fill('0', 2, 18) },
  { of: 'nothing', change: () => Buffer.alloc(0) },
  { of: 'a part', change: (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1) },
  { of: 'zeros', change: (bytes: Buffer) => Buffer.alloc(bytes.length) },
  { of: 'zeros after the digest', change: (bytes: Buffer) => Buffer.from(bytes).fill(0, 18) },
])('a file of $of is replaced', async ({ change }) => {
  await count()
  const path = spoil(change)
  expect(await count()).toEqual(RIGHT)
  const now = readFileSync(path)
  expect(now.subarray(0, 18)).toEqual(readFileSync('dist/bundle/common.cjs').subarray(0, 18))
  expect(now.length).toBeGreaterThan(100_000)
  expect(now.subarray(-10_000).every((byte) => byte === 0)).toBe(false)
})

test('a file that others may write is not run', async () => {
  await count()
  // V8 would run into what it does not check
  const path = spoil((bytes) => Buffer.from(bytes).fill(0x55, 200))
  chmodSync(path, 0o666)
  expect(await count()).toEqual(RIGHT)
})

test('a folder that cannot be is no trouble', async () => {
  writeFileSync(join(caches, 'cosax'), 'a file')
  expect(await count()).toEqual(RIGHT)
})

test('the variable of Node that says so has nothing kept', async () => {
  expect(await count({ NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(RIGHT)
  expect(readdirSync(caches)).toEqual([])
})
