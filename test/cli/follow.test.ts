// Drives --follow as a process: by a writer that appends, rotates and cuts short, and ends it by a signal.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'cosax-follow-'))
const log = join(folder, 'log.xml')

afterAll(() => rmSync(folder, { recursive: true }))

test('records leave soon after their end tags, over rotation and truncation, until a signal', async () => {
  const copy = join(folder, 'copy.jsonl')
  writeFileSync(log, '<log>')
  const words = [
    '--follow',
    log,
    '-r',
    'e',
    '--tee',
    copy,
    '--branch',
    '--branch',
    '--count',
    '--to',
    join(folder, 'count'),
  ]
  const child = spawn('node', ['bin/cosax.js', ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async () => (await lines.next()).value
  const delays: number[] = []
  for (let i = 0; i < 10; i++) {
    appendFileSync(log, `<e i="${i}"/>`)
    const written = performance.now()
    expect(await next()).toBe(`{"@i":"${i}"}`)
    if (i > 0) delays.push(performance.now() - written) // the first waits for the start
  }
  // it is noticed in 100 ms; a busy machine takes ten times as long
  expect(Math.min(...delays)).toBeLessThan(1000)

  renameSync(log, `${log}.1`)
  appendFileSync(`${log}.1`, '<e i="late"/>')
  expect(await next()).toBe('{"@i":"late"}')
  writeFileSync(log, '<log><e i="new"/>')
  expect(await next()).toBe('{"@i":"new"}')
  truncateSync(log)
  appendFileSync(log, '<l><e/>')
  expect(await next()).toBe('null')

  child.kill('SIGINT')
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGINT')
  // a signal is the end of the input: files appear
  expect(readFileSync(join(folder, 'count'), 'utf8')).toBe('{"count":13}\n')
  expect(readFileSync(copy, 'utf8').split('\n')).toHaveLength(14)
})
