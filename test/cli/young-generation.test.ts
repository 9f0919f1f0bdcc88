// The law: objects that are soon garbage take little memory, on each version of Node, unless the user allows more.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeDocument } from '../../bench/race/corpora.js'

const folder = mkdtempSync(join(tmpdir(), 'cosax-young-'))
const path = join(folder, 'buses.xml')
beforeAll(() => void writeDocument('buses', path, 30))
afterAll(() => rmSync(folder, { recursive: true }))

const SAY = `data:text/javascript,${encodeURIComponent(`
import { writeSync } from 'node:fs'
import { getHeapSpaceStatistics } from 'node:v8'
import { isMainThread } from 'node:worker_threads'
process.on('exit', () => {
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
  if (isMainThread !== (process.env.OF === 'worker')) writeSync(3, JSON.stringify(young.space_size / 2 ** 20))
})`)}`

/** MiB at the end of a run. */
async function young(words: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const args = ['--import', SAY, resolve('bin/cosax.js'), path, '-r', 'bus', ...words]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    env: { ...process.env, ...env },
  })
  const [size] = await Promise.all([json(child.stdio[3] as Readable), once(child, 'close')])
  return size as number
}

const MOST = 16 // what a run has before it is noticed that it is enough
const HELD = ['--tail', '2500'] // makes records, and holds some for a while

it.each([
  { of: 'a run', words: HELD },
  { of: 'a run in a thread', words: ['--map-js', 'r => r', ...HELD], env: { OF: 'worker' } },
])('is so in $of', async ({ words, env }) => {
  const sizes: number[] = []
  // now and then it has doubled once more before the process hears of it
  while (sizes.length < 3 && !sizes.some((size) => size <= MOST))
    sizes.push(await young(words, env))
  expect(Math.min(...sizes)).toBeLessThanOrEqual(MOST)
})

it('is not so where the user has said how large it may be', async () => {
  const asked = { NODE_OPTIONS: '--max-semi-space-size=16' }
  // long enough for it to grow, also where the collector has a core to itself
  expect(await young([path, path, ...HELD], asked)).toBeGreaterThan(MOST)
})
