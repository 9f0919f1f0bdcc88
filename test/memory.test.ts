// Holds the memory of a run against the size of its input, as the system accounts for it.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { writeBuses } from '../bench/document.js'

const folder = mkdtempSync(join(tmpdir(), 'cosax-memory-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The peak of a run's resident memory, in MB. */
async function peak(megabytes: number, ...flags: string[]): Promise<number> {
  const document = join(folder, `${megabytes}.xml`)
  await writeBuses(document, megabytes)
  const usage = resolve('bench/usage.js')
  const args = ['--import', usage, resolve('bin/cosax.js'), document, '-r', 'bus', ...flags]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] })
  const { memory } = (await json(child.stdio[3] as Readable)) as { memory: number }
  return memory
}

test.each([
  { flags: ['--filter', 'route=22', '--count'] },
  { flags: ['--where', 'id > 5000'] },
  { flags: [] },
])('memory does not grow with the input: $flags', async ({ flags }) => {
  const [small, large] = [await peak(15, ...flags), await peak(60, ...flags)]
  expect(large).toBeLessThan(150)
  expect(large - small).toBeLessThan(30)
})
