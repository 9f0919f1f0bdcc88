// Checks that the memory of a run, as the system measures it, does not grow with the input.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { json, text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { writeDocument } from '../bench/race/corpora.js'

const folder = mkdtempSync(join(tmpdir(), 'cosax-memory-'))
afterAll(() => rmSync(folder, { recursive: true }))

const MOST = 120 // MB, of which node itself takes 45
const THREAD = 50 // MB for each thread more, of which it shares 20 with the first one
const SMALL = 30
const LARGE = 300

async function documentOf(megabytes: number): Promise<string> {
  const path = join(folder, `${megabytes}.xml`)
  writeDocument('buses', path, megabytes)
  return path
}

type Stream = 'ignore' | 'pipe'

function run(words: string[], stdin: Stream, stdout: Stream): ChildProcess {
  const args = ['--import', resolve('bench/usage.js'), resolve('bin/cosax.js'), ...words]
  return spawn(process.execPath, args, { stdio: [stdin, stdout, 'pipe', 'pipe'] })
}

/** The peak of the resident memory of a run, in MB. */
async function peakOf(child: ChildProcess): Promise<number> {
  const { memory } = (await json(child.stdio[3] as Readable)) as { memory: number }
  return memory
}

describe('memory does not grow with the input', () => {
  test.each([
    { flags: ['--filter', 'route=22', '--count'] },
    { flags: ['--where', 'id > 5000'] },
    { flags: ['--select', 'id,route'] },
    { flags: ['--drop', 'run'] },
    { flags: [] },
  ])('from a file: $flags', async ({ flags }) => {
    const of = async (megabytes: number) => {
      const words = [await documentOf(megabytes), '-r', 'bus', '-j', '1', ...flags]
      return peakOf(run(words, 'ignore', 'ignore'))
    }
    const [small, large] = [await of(SMALL), await of(LARGE)]
    expect(large).toBeLessThan(MOST)
    expect(large - small).toBeLessThan(50) // the heap of a longer run is larger, once
  })

  test.each([2, 3])('from a file, in %i threads', async (jobs) => {
    const of = async (megabytes: number) => {
      const words = [await documentOf(megabytes), '-r', 'bus', '-j', String(jobs)]
      return peakOf(run(words, 'ignore', 'ignore'))
    }
    const [small, large] = [await of(100), await of(LARGE)]
    expect(large).toBeLessThan(MOST + (jobs - 1) * THREAD)
    expect(large - small).toBeLessThan(50)
  })

  test.each(['infer', 'tree'])('by %s', async (command) => {
    const of = async (megabytes: number) =>
      peakOf(run([command, await documentOf(megabytes)], 'ignore', 'ignore'))
    const [small, large] = [await of(SMALL), await of(LARGE)]
    expect(large).toBeLessThan(MOST)
    expect(large - small).toBeLessThan(50)
  })

  test('through a pipe', async () => {
    const child = run(['-r', 'bus'], 'pipe', 'ignore')
    const source = createReadStream(await documentOf(LARGE))
    const [memory] = await Promise.all([peakOf(child), pipeline(source, child.stdin as Writable)])
    expect(memory).toBeLessThan(MOST)
  })

  test.each([1, 2])('to a reader that is slow, in %i threads', async (jobs) => {
    const words = [await documentOf(LARGE), '-r', 'bus', '-j', String(jobs)]
    const child = run(words, 'ignore', 'pipe')
    const { stdout } = child as { stdout: Readable }
    let bytes = 0
    let isStalled = false
    stdout.on('data', (chunk) => {
      bytes += chunk.length
      if (isStalled || bytes < 10_000_000) return
      isStalled = true
      stdout.pause()
      void wait(1500).then(() => stdout.resume())
    })
    const [memory] = await Promise.all([peakOf(child), once(stdout, 'end')])
    expect(bytes).toBeGreaterThan(100_000_000)
    expect(memory).toBeLessThan(MOST + (jobs - 1) * THREAD)
  })
})

describe('what holds records', () => {
  const SORTED = ['--sort', 'id', '--sort-memory', '32M']

  test('sorts on disk, and waits for a reader that is slow', async () => {
    const of = async (megabytes: number) => {
      const child = run(
        [await documentOf(megabytes), '-r', 'bus', '-j', '1', ...SORTED],
        'ignore',
        'pipe',
      )
      const { stdout } = child as { stdout: Readable }
      void wait(3000).then(() => stdout.resume())
      const [memory] = await Promise.all([peakOf(child), once(stdout, 'end')])
      return memory
    }
    const [small, large] = [await of(100), await of(LARGE)]
    expect(large).toBeLessThan(MOST + 2.5 * 32) // its blocks, the keys, what is read again
    expect(large - small).toBeLessThan(50)
  }, 120_000)

  test.each([
    { flags: ['--sample', '1%'] },
    { flags: ['--unique', 'id', '--within', '1000'] },
    { flags: ['--top', '10', '--by', 'id'] },
    { flags: ['--group', 'route', '--agg', 'p50(id),distinct(id)'] },
    { flags: ['--stats'] },
  ])(
    'does not grow with the input: $flags',
    async ({ flags }) => {
      const of = async (megabytes: number) =>
        peakOf(
          run([await documentOf(megabytes), '-r', 'bus', '-j', '1', ...flags], 'ignore', 'ignore'),
        )
      const [small, large] = [await of(100), await of(LARGE)]
      expect(large).toBeLessThan(MOST + 30)
      expect(large - small).toBeLessThan(50)
    },
    120_000,
  )
})

describe('a record of 40 MB in one text', () => {
  const piece = Buffer.alloc(1 << 20, 'x')
  function* document() {
    yield Buffer.from('<a><b>1</b><b>')
    for (let n = 0; n < 40; n++) yield piece
    yield Buffer.from('</b><b>2</b></a>')
  }

  test.each([
    ['is read below the limit', '50M', 0, ''],
    [
      'is refused above it',
      '30M',
      3,
      'stdin:1:12: record longer than 31457280 bytes: raise --max-record',
    ],
  ])('%s', async (_, limit, status, message) => {
    const child = run(['-r', 'b', '--max-record', limit], 'pipe', 'pipe')
    const said = text(child.stderr as Readable)
    const written = text(child.stdout as Readable)
    const ended = once(child, 'close')
    await pipeline(document(), child.stdin as Writable).catch(() => {}) // it may be refused early
    expect((await ended)[0]).toBe(status)
    expect((await said).trim()).toBe(message)
    const lines = (await written).trimEnd().split('\n')
    expect(lines[0]).toBe('"1"')
    expect(lines.map(({ length }) => length)).toEqual(
      status === 0 ? [3, 40 * (1 << 20) + 2, 3] : [3],
    )
  })

  test('costs nothing where it is not wanted', async () => {
    const child = run(['-r', 'b', '--count'], 'pipe', 'ignore')
    const [memory] = await Promise.all([
      peakOf(child),
      pipeline(document(), child.stdin as Writable),
    ])
    expect(memory).toBeLessThan(MOST)
  })
})
