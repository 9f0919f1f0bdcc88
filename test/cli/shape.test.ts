import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cosax, onTerminal, shell, start } from './cosax.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

test('a shape file is written whole or not at all', async () => {
  const file = join(folder, 'bus.shape.json')
  const good = await cosax(['infer', 'fixtures/buses.xml', '--to', file])
  expect(good).toMatchObject({ stdout: '', stderr: '', status: 0 })
  const written = readFileSync(file, 'utf8')
  expect(JSON.parse(written)).toMatchObject({ cosax: 'shape', record: { count: 863 } })
  const bad = await cosax(['infer', 'fixtures/truncated.xml', '--to', file])
  expect(bad).toMatchObject({ stdout: '', status: 3 })
  expect(readFileSync(file, 'utf8')).toBe(written)
  await cosax(['infer', 'fixtures/truncated.xml', '--to', join(folder, 'new')])
  expect(existsSync(join(folder, 'new'))).toBe(false)
})

test('a reader of stdout that has gone is no failure', async () => {
  for (const command of ['infer', 'tree']) {
    const line = `cosax ${command} fixtures/buses.xml | true; echo "\${PIPESTATUS[0]}"`
    expect(await shell(line)).toMatchObject({ stdout: '0\n', stderr: '' })
  }
})

test('a signal ends the reading, and what was found is printed', async () => {
  const child = start(['tree', '-'], ['pipe', 'pipe', 'pipe'])
  const stdout = text(child.stdout as NodeJS.ReadableStream)
  const ended = once(child, 'close')
  // far more than a pipe holds: once it is written, most of it is read
  await new Promise((done) => child.stdin?.write(`<a>${'<b/>'.repeat(500_000)}`, done))
  child.kill('SIGINT')
  const [, signal] = await ended
  expect(signal).toBe('SIGINT')
  expect(await stdout).toMatch(/^a +×1\n└─ b +×\d/)
})

test('what is compressed is read, and stdin if no file is named', async () => {
  const { stdout } = await cosax(['tree', 'fixtures/books.xml'])
  expect(stdout).toContain('library')
  expect((await cosax(['tree', 'fixtures/books.xml.gz'])).stdout).toBe(stdout)
  const input = readFileSync('fixtures/books.xml', 'utf8')
  expect((await cosax(['tree'], { input })).stdout).toBe(stdout)
})

test('the tree has colours and the width of the line on a terminal only', async () => {
  writeFileSync(join(folder, 'long.xml'), `<a b="c">${'x'.repeat(500)}</a>`)
  const line = `stty cols 60; cosax tree ${join(folder, 'long.xml')}`
  const { stdout } = await onTerminal(line)
  expect(stdout).toContain('\u001b[36ma\u001b[39m')
  const widths = stdout.split('\n').map((each) => stripped(each).length)
  expect(Math.max(...widths)).toBe(60)
  const plain = await onTerminal(line, { env: { NO_COLOR: '1' } })
  expect(plain.stdout).not.toContain('\u001b')
})

function stripped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours
  return text.replace(/\u001b\[\d+m|\r/g, '')
}
