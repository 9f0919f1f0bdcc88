import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { untilInterrupted } from '../../src/cli/signals.ts'
import { eventually } from '../eventually.ts'
import { start } from './cosax.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
const PROMPT = 25_000 // ms: cosax waits 1000 for a stalled reader; a busy machine takes ten times as long

let root: string
const children: ChildProcess[] = []

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'cosax-'))
})

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(root, { recursive: true })
})

/** A folder that is one test's own. */
function folder(): string {
  return mkdtempSync(join(root, 'folder-'))
}

function started(...arguments_: Parameters<typeof start>): ChildProcess {
  const child = start(...arguments_)
  children.push(child)
  return child
}

/** Sends a signal and answers what the process died of, and how fast. */
async function killed(
  child: ChildProcess,
  signal: NodeJS.Signals,
  ended: Promise<unknown[]> = once(child, 'close'),
) {
  const before = performance.now()
  child.kill(signal)
  const [code, by] = await Promise.race([ended, pause(60_000, ['alive', 'alive'])])
  return { code, by, time: performance.now() - before }
}

function pipe(path: string): string {
  execFileSync('mkfifo', [path])
  return path
}

/** Some 400 MB of output from 8 MB of input. */
function writeLarge(directory: string): string[] {
  const path = join(directory, 'large.xml')
  const record = `<r><a>${'x'.repeat(8000)}</a></r>`
  writeFileSync(path, `<all>${record.repeat(1000)}</all>`)
  const columns = Array.from({ length: 50 }, (_, i) => `c${i}=a`).join(',')
  return [path, '--select', columns]
}

describe.concurrent.each(SIGNALS)('%s', (signal) => {
  test('is what the process dies of, in the middle of an endless input', async () => {
    const directory = folder()
    const input = pipe(join(directory, 'in'))
    const feed = `exec > '${input}'; echo '<all>'; exec yes '<r><b>1</b></r>'`
    children.push(spawn('bash', ['-c', feed], { stdio: 'ignore' }))
    const out = join(directory, 'out')
    const words = [input, '--to', '-', '--to', join(directory, 'file.jsonl')]
    const child = started(words, ['ignore', openSync(out, 'w'), 'ignore'])
    await eventually(() => expect(statSync(out).size).toBeGreaterThan(100_000))
    const { code, by, time } = await killed(child, signal)
    expect([code, by]).toEqual([null, signal])
    expect(time).toBeLessThan(PROMPT)
    expect(readFileSync(out, 'utf8')).toMatch(/^(\{"b":"1"\}\n)+$/)
    expect(readdirSync(directory).sort()).toEqual(['in', 'out'])
  })

  test('leaves the whole records so far on stdout, and what the stages held', async () => {
    const child = started(['--tee', '-', '--count'], ['pipe', 'pipe', 'pipe'])
    const texts = textsOf(child)
    child.stdin?.write(`<all>${'<r>1</r>'.repeat(1000)}<r>half`)
    await eventually(() => expect(texts.stdout.length).toBe(4000))
    const { code, by } = await killed(child, signal)
    expect([code, by]).toEqual([null, signal])
    expect(texts.stdout).toBe(`${'"1"\n'.repeat(1000)}{"count":1000}\n`)
    expect(texts.stderr).toBe('')
  })

  test('ends a sort that waits for its reader, without a file left', async () => {
    const directory = folder()
    const input = join(directory, 'a.xml')
    const records = Array.from(
      { length: 20_000 },
      (_, n) => `<r><a>${n}</a><b>${'x'.repeat(100)}</b></r>`,
    )
    writeFileSync(input, `<all>${records.join('')}</all>`)
    const words = [input, '--sort', '-a', '--sort-memory', '100K', '--tee', '-', '--sort', 'a']
    const child = started([...words, '--to', join(directory, 'f')], ['ignore', 'pipe', 'ignore'])
    await once(child.stdout as Readable, 'readable') // it is not read any further
    await pause(200)
    const { by, time } = await killed(child, signal)
    expect(by).toBe(signal)
    expect(time).toBeLessThan(PROMPT)
    expect(readdirSync(directory)).toEqual(['a.xml'])
  })

  test('ends a wait for a silent input, without a file left', async () => {
    const directory = folder()
    const child = started(['-', '--to', join(directory, 'f')], ['pipe', 'pipe', 'ignore'])
    await eventually(() => expect(readdirSync(directory)).not.toEqual([]))
    const { by, time } = await killed(child, signal)
    expect(by).toBe(signal)
    expect(time).toBeLessThan(PROMPT)
    expect(readdirSync(directory)).toEqual([])
  })

  test('ends a check that waits for a silent input', async () => {
    const child = started(['check', 'missing.xml', '-'], ['pipe', 'ignore', 'pipe'])
    const texts = textsOf(child)
    await eventually(() => expect(texts.stderr).not.toBe(''))
    const { by, time } = await killed(child, signal)
    expect(by).toBe(signal)
    expect(time).toBeLessThan(PROMPT)
  })

  test('ends a wait for the first writer of a pipe, without a file left', async () => {
    const directory = folder()
    const words = [pipe(join(directory, 'in')), '--to', join(directory, 'file.jsonl')]
    const child = started(words, ['ignore', 'pipe', 'ignore'])
    await eventually(() => expect(readdirSync(directory).length).toBe(2))
    const { by, time } = await killed(child, signal)
    expect(by).toBe(signal)
    expect(time).toBeLessThan(PROMPT)
    expect(readdirSync(directory)).toEqual(['in'])
  })

  test('ends a wait for the first reader of a pipe, without a file left', async () => {
    const directory = folder()
    writeFileSync(join(directory, 'a.xml'), '<all><r>1</r></all>')
    const out = pipe(join(directory, 'out'))
    const words = [join(directory, 'a.xml'), '--to', join(directory, 'file.jsonl'), '--to', out]
    const child = started(words, ['ignore', 'pipe', 'ignore'])
    await eventually(() => expect(readdirSync(directory).length).toBe(3))
    await pause(100)
    const { by, time } = await killed(child, signal)
    expect(by).toBe(signal)
    expect(time).toBeLessThan(PROMPT)
    expect(readdirSync(directory).sort()).toEqual(['a.xml', 'out'])
  })

  test.each([
    ['-', 'file.jsonl'],
    ['file.jsonl', '-'],
  ])('ends a wait for a stalled reader, without a file left: --to %s --to %s', async (...to) => {
    const directory = folder()
    const words = writeLarge(directory)
    const stalled = openSync(pipe(join(directory, 'out')), constants.O_RDWR)
    const destinations = to.flatMap((name) => ['--to', name === '-' ? name : join(directory, name)])
    const child = started([...words, ...destinations], ['ignore', stalled, 'ignore'])
    await eventually(() => expect(readdirSync(directory).length).toBe(3))
    await pause(500)
    const { by, time } = await killed(child, signal)
    closeSync(stalled)
    expect(by).toBe(signal)
    expect(time).toBeLessThan(PROMPT)
    expect(readdirSync(directory).sort()).toEqual(['large.xml', 'out'])
  })

  test('ends a wait for a stalled reader at the end of the input, without a file left', async () => {
    const directory = folder()
    writeFileSync(join(directory, 'a.xml'), `<all>${'<r>1</r>'.repeat(40_000)}</all>`)
    const stalled = openSync(pipe(join(directory, 'out')), constants.O_RDWR)
    const words = [join(directory, 'a.xml'), '--to', '-', '--to', join(directory, 'file.jsonl')]
    const child = started(words, ['ignore', stalled, 'ignore'])
    await eventually(() => expect(readdirSync(directory).length).toBe(3))
    await pause(1000)
    const { by, time } = await killed(child, signal)
    closeSync(stalled)
    expect(by).toBe(signal)
    expect(time).toBeLessThan(PROMPT)
    expect(readdirSync(directory).sort()).toEqual(['a.xml', 'out'])
  })
})

test('a second signal ends a wait for a stalled reader at once', async () => {
  const directory = folder()
  const words = writeLarge(directory)
  const stalled = openSync(pipe(join(directory, 'out')), constants.O_RDWR)
  const child = started(words, ['ignore', stalled, 'ignore'])
  const ended = once(child, 'close') // on a busy machine the first signal may come before all is set up
  await pause(1000)
  child.kill('SIGINT')
  await pause(100)
  const { by, time } = await killed(child, 'SIGINT', ended)
  closeSync(stalled)
  expect(by).toBe('SIGINT')
  expect(time).toBeLessThan(10_000)
})

test('a stalled reader keeps memory flat while 400 MB of output wait', async () => {
  const directory = folder()
  const words = writeLarge(directory)
  const stalled = openSync(pipe(join(directory, 'out')), constants.O_RDWR)
  const child = started(words, ['ignore', stalled, 'ignore'])
  const sizes: number[] = []
  for (let i = 0; i < 30; i++) {
    await pause(100)
    sizes.push(residentSize(child))
  }
  expect(child.exitCode).toBe(null)
  const { by, time } = await killed(child, 'SIGINT')
  closeSync(stalled)
  expect(Math.max(...sizes)).toBeGreaterThan(20)
  expect(Math.max(...sizes)).toBeLessThan(200)
  expect(by).toBe('SIGINT')
  expect(time).toBeLessThan(PROMPT)
})

describe('a job that is not interrupted', () => {
  test('answers what it answers, and signals are as before', async () => {
    const before = SIGNALS.map((signal) => process.listenerCount(signal))
    expect(await untilInterrupted(async (signal) => [signal.aborted, 7])).toEqual([false, 7])
    expect(SIGNALS.map((signal) => process.listenerCount(signal))).toEqual(before)
  })

  test('fails as it fails, and signals are as before', async () => {
    const before = SIGNALS.map((signal) => process.listenerCount(signal))
    const failure = new Error('its own')
    await expect(untilInterrupted(() => Promise.reject(failure))).rejects.toBe(failure)
    expect(SIGNALS.map((signal) => process.listenerCount(signal))).toEqual(before)
  })
})

describe('a job that is interrupted', () => {
  // a process that sends itself a signal
  function interrupted(job: string) {
    const program = `
      import { Interrupted, untilInterrupted } from '${new URL('../../dist/cli/signals.js', import.meta.url)}'
      const alive = setInterval(() => {}, 1000)
      setTimeout(() => process.kill(process.pid, 'SIGTERM'), 50)
      await untilInterrupted(${job}).catch((error) => {
        console.log(error instanceof Interrupted, error.signal)
        error.raise()
      })
      console.log('went on')
      clearInterval(alive)`
    return spawnSync('node', ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      timeout: 10_000,
      killSignal: 'SIGKILL',
    })
  }

  test('gets the reason, may tidy up, and the process then dies of the signal', () => {
    const job = `async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      await new Promise((resolve) => setTimeout(resolve, 100))
      console.log('tidy')
      signal.throwIfAborted()
    }`
    const { stdout, signal } = interrupted(job)
    expect(stdout).toBe('tidy\ntrue SIGTERM\n')
    expect(signal).toBe('SIGTERM')
  })

  test('is ended when it takes no notice', () => {
    const { stdout, signal } = interrupted('() => new Promise(() => {})')
    expect(stdout).toBe('')
    expect(signal).toBe('SIGTERM')
  })
})

/** What a process has written so far. */
function textsOf(child: ChildProcess): { stdout: string; stderr: string } {
  const texts = { stdout: '', stderr: '' }
  child.stdout?.on('data', (bytes) => {
    texts.stdout += bytes
  })
  child.stderr?.on('data', (bytes) => {
    texts.stderr += bytes
  })
  return texts
}

/** In MB. */
function residentSize(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}
