import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { InputError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { FileSource } from '../../src/sources/file.ts'
import { reading } from './reading.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  path = join(directory, 'in.xml')
})

afterEach(() => rmSync(directory, { recursive: true }))

const gate = new Gate()
const signal = new AbortController().signal

test('a file is read whole, in chunks', async () => {
  const text = 'x'.repeat(200_000)
  writeFileSync(path, text)
  const sizes: number[] = []
  const write = (bytes: Uint8Array) => sizes.push(bytes.length) > 0
  expect(await new FileSource(path).read({ write, gate, signal })).toBe(true)
  expect(sizes.length).toBeGreaterThan(1)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(200_000)
})

test('a file can be read again', async () => {
  writeFileSync(path, 'text')
  const source = new FileSource(path)
  const texts: string[] = []
  const write = (bytes: Uint8Array) => texts.push(Buffer.from(bytes).toString()) > 0
  await source.read({ write, gate, signal })
  await source.read({ write, gate, signal })
  expect(texts).toEqual(['text', 'text'])
})

test('an empty file has an end and no bytes', async () => {
  writeFileSync(path, '')
  const write = vi.fn(() => true)
  expect(await new FileSource(path).read({ write, gate, signal })).toBe(true)
  expect(write).not.toHaveBeenCalled()
})

test('a file is left when no more is wanted', async () => {
  writeFileSync(path, 'x'.repeat(200_000))
  const write = vi.fn(() => false)
  expect(await new FileSource(path).read({ write, gate, signal })).toBe(false)
  expect(write).toHaveBeenCalledTimes(1)
})

test('a file is not read when the signal came before', async () => {
  writeFileSync(path, 'text')
  const write = vi.fn(() => true)
  const aborted = AbortSignal.abort()
  expect(await new FileSource(path).read({ write, gate, signal: aborted })).toBe(false)
  expect(write).not.toHaveBeenCalled()
})

test.each([
  ['a missing file', 'missing.xml', /^(.*)\/missing\.xml: no such file or directory$/],
  ['a directory', '', /^(.*)\/: .*directory$/],
  ['a file below a file', 'file/in.xml', /^(.*)\/file\/in\.xml: not a directory$/],
])('%s is an input error with its name', async (_, name, message) => {
  writeFileSync(join(directory, 'file'), '')
  const answer = new FileSource(`${directory}/${name}`).read({ write: () => true, gate, signal })
  await expect(answer).rejects.toThrow(InputError)
  await expect(answer).rejects.toThrow(message)
})

test('the name is the path as it was given', () => {
  expect(new FileSource('./a/../b.xml').name).toBe('./a/../b.xml')
})

test('a pipe by path that is silent is left promptly after the signal', async () => {
  execFileSync('mkfifo', [path])
  const writer = openSync(path, constants.O_RDWR)
  const controller = new AbortController()
  const { signal } = controller
  const answer = new FileSource(path).read({ write: () => true, gate, signal })
  await pause(100)
  controller.abort()
  const first = await Promise.race([answer, pause(2000, 'still waiting')])
  closeSync(writer)
  expect(first).toBe(false)
})

test('a pipe by path without a writer is left promptly after the signal', async () => {
  execFileSync('mkfifo', [path])
  const controller = new AbortController()
  const { signal } = controller
  const answer = new FileSource(path).read({ write: () => true, gate, signal })
  await pause(100)
  controller.abort()
  const first = await Promise.race([answer, pause(2000, 'still waiting')])
  closeSync(openSync(path, constants.O_RDWR)) // ends the wait, whatever came of it
  expect(first).toBe(false)
})

test('a pipe by path is read to its end', async () => {
  execFileSync('mkfifo', [path])
  const texts: string[] = []
  const write = (bytes: Uint8Array) => texts.push(Buffer.from(bytes).toString()) > 0
  const answer = new FileSource(path).read({ write, gate, signal })
  execFileSync('sh', ['-c', 'printf text > "$0"', path])
  expect(await answer).toBe(true)
  expect(texts.join('')).toBe('text')
})

test.each([
  [0, 5],
  [3, 70_000],
  [65_536, 200_000],
  [199_999, undefined],
  [7, 7],
  [150_000, 900_000],
])('a range of a file is its bytes from %i up to %s', async (from, to) => {
  const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, n) => n % 251))
  writeFileSync(path, bytes)
  const chunks: Buffer[] = []
  const sizes: number[] = []
  const source = new FileSource(path, { from, ...(to !== undefined && { to }) })
  const onSize = (size: number) => sizes.push(size)
  expect(await source.read(reading(chunks, { onSize }))).toBe(true)
  expect(Buffer.concat(chunks).equals(bytes.subarray(from, to))).toBe(true)
  expect(sizes).toEqual([(to ?? bytes.length) - from])
})
