import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { eventually } from '../eventually.ts'
import { onTerminal, start } from './cosax.ts'

const SLOW =
  '(echo "<r>"; for i in 1 2 3 4 5 6 7; do echo "<a>$i</a>"; sleep 0.5; done; echo "</r>")'

describe('on a terminal', () => {
  test('a line appears after two seconds and is gone at the end', async () => {
    const { stdout } = await onTerminal(`${SLOW} | cosax --count > /dev/null`)
    expect(stdout).toMatch(/\r\d+ B {2}\d+ B\/s {2}\d records {2}0 written {2}0:0\d/)
    expect(stdout.endsWith('\r\x1b[K')).toBe(true)
  }, 20_000)

  test('it gives way to records that are printed there', async () => {
    const { stdout } = await onTerminal(`${SLOW} | cosax --skip 6 --count`)
    expect(stdout).toMatch(/0 written {2}0:0\d/)
    expect(stdout.endsWith('\r\x1b[K{"count":1}\r\n')).toBe(true)
  }, 20_000)

  test('--no-progress keeps it away', async () => {
    const { stdout } = await onTerminal(`${SLOW} | cosax --no-progress --count`)
    expect(stdout).toBe('{"count":7}\r\n')
  }, 20_000)

  test('a terminal that cannot rewrite gets lines', async () => {
    const env = { TERM: 'dumb' }
    const { stdout } = await onTerminal('cosax fixtures/buses.xml --count --progress', { env })
    expect(stdout).not.toContain('\x1b')
  })
})

test('SIGUSR1 has a line written, whatever the input is', async () => {
  const child = start([], ['pipe', 'pipe', 'pipe'])
  const [written, reported] = [heard(child.stdout), heard(child.stderr)]
  child.stdin?.write('<r><a>1</a><a>2</a>')
  await eventually(() => expect(written()).toBe('"1"\n"2"\n'))
  child.kill('SIGUSR1')
  await eventually(() => expect(reported()).not.toBe(''))
  child.stdin?.end('</r>')
  expect(await once(child, 'close')).toEqual([0, null])
  expect(reported()).toMatch(/^19 B {2}\d+ B\/s {2}2 records {2}2 written {2}0:\d\d\n$/)
})

test('--progress=json writes an object a line, also while nothing comes', async () => {
  const child = start(['--count', '--progress=json'], ['pipe', 'pipe', 'pipe'])
  const reported = heard(child.stderr)
  child.stdin?.write('<r><a>1</a><a>2</a>')
  await eventually(() => expect(reported()).toContain('"records":2'))
  child.stdin?.end('</r>')
  await once(child, 'close')
  const objects = reported()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(objects.length).toBeGreaterThanOrEqual(2)
  expect(objects.at(-1)).toMatchObject({ bytes: 23, records: 2, written: 1, done: true })
  expect(objects.slice(0, -1).every(({ done }) => !done)).toBe(true)
})

/** Answers what a stream has said so far. */
function heard(stream: Readable | null): () => string {
  let said = ''
  stream?.on('data', (bytes) => {
    said += bytes
  })
  return () => said
}

test('a file is reported with its share and the time left', async () => {
  const reported = spawn('node', [
    'bin/cosax.js',
    'fixtures/buses.xml',
    '--count',
    '--progress=json',
  ])
  const line = (await text(reported.stderr)).trim().split('\n').at(-1) ?? ''
  expect(JSON.parse(line)).toMatchObject({ percent: 100, left: 0, records: 863 })
})

test('cosax check reports how far it is', async () => {
  const reported = spawn('node', ['bin/cosax.js', 'check', 'fixtures/buses.xml', '--progress=json'])
  const line = (await text(reported.stderr)).trim().split('\n').at(-1) ?? ''
  expect(JSON.parse(line)).toMatchObject({ percent: 100, done: true })
  expect(JSON.parse(line)).not.toHaveProperty('records')
})
