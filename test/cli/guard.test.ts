import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { eventually } from '../eventually.ts'
import { cosax, start } from './cosax.ts'

const root = mkdtempSync(join(tmpdir(), 'cosax-'))
const children: ChildProcess[] = []

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(root, { recursive: true })
})

function started(...given: Parameters<typeof start>): ChildProcess {
  const child = start(...given)
  children.push(child)
  return child
}

describe('while JavaScript is busy', () => {
  async function busy(...words: string[]) {
    const directory = mkdtempSync(join(root, 'folder-'))
    const input = join(directory, 'a.xml')
    writeFileSync(input, `<all><r><a>${'a'.repeat(60)}</a></r></all>`)
    const out = join(directory, 'out.jsonl')
    const child = started([input, ...words, '--to', out], ['ignore', 'ignore', 'pipe'])
    await eventually(() => expect(readdirSync(directory)).toHaveLength(2))
    await pause(300)
    expect(child.exitCode).toBe(null)
    return { child, directory }
  }

  test.each([
    ['SIGINT', '--map-js', '() => { for (;;); }'],
    ['SIGTERM', '--filter', 'a~^(a+)+\\1b'],
    ['SIGHUP', '--where', 'matches(a, "(?=(a+)+b)")'],
    ['SIGINT', '--set', 'b=replace(a, "(a*)*b", "")'],
  ] as const)('%s ends %s %s, without a file left', async (signal, ...words) => {
    const { child, directory } = await busy(...words)
    const ended = once(child, 'close')
    child.kill(signal)
    expect(await ended).toEqual([null, signal])
    expect(readdirSync(directory)).toEqual(['a.xml'])
  })

  test('a second signal ends it at once', async () => {
    const { child, directory } = await busy('--map-js', '() => { for (;;); }')
    const ended = once(child, 'close')
    child.kill('SIGINT')
    await pause(50)
    child.kill('SIGTERM')
    expect(await ended).toEqual([null, 'SIGTERM']) // not of the first, a second later
    expect(readdirSync(directory)).toEqual(['a.xml'])
  })
})

test('a signal lets a function finish its record and stdout have what came before', async () => {
  const child = started(
    [
      '--map-js',
      'a => { if (a === "2") for (let end = Date.now() + 300; Date.now() < end;); return a }',
      '--tee',
      '-',
      '--count',
    ],
    ['pipe', 'pipe', 'pipe'],
  )
  const texts = { stdout: '', stderr: '' }
  child.stdout?.on('data', (bytes) => {
    texts.stdout += bytes
  })
  child.stderr?.on('data', (bytes) => {
    texts.stderr += bytes
  })
  child.stdin?.write(`<all>${'<r>1</r>'.repeat(1000)}<r>`)
  await eventually(() => expect(texts.stdout.length).toBe(4000))
  child.stdin?.write('2</r><r>')
  await pause(200)
  const ended = once(child, 'close')
  child.kill('SIGTERM')
  expect(await ended).toEqual([null, 'SIGTERM'])
  expect(texts.stdout).toBe(`${'"1"\n'.repeat(1000)}"2"\n{"count":1001}\n`)
  expect(texts.stderr).toBe('')
})

test('in a thread of its own a run ends as any other', async () => {
  const run = (code: string, ...words: string[]) =>
    cosax(['--map-js', code, ...words], { input: '<all><r>1</r><r>2</r></all>' })
  expect(await run('r => r')).toMatchObject({ status: 0, stdout: '"1"\n"2"\n', stderr: '' })
  expect(await run('r => undefined', '-e')).toMatchObject({ status: 1, stdout: '' })
  expect(await run('r => { if (r === "2") throw new Error("no"); return r }')).toEqual({
    status: 5,
    signal: null,
    stdout: '"1"\n',
    stderr: 'cosax: --map-js: record 2: no\n',
  })
  expect(await run('r => process.exit(9)')).toMatchObject({ status: 9, stdout: '' })
  expect((await run('r => r', '--report=json')).stderr).toMatch(/^\{.*"written":2.*\}\n$/)
})
