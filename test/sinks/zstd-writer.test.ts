import { execFileSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { BlockWriter } from '../../src/sinks/block-writer.ts'
import { ZstdWriter } from '../../src/sinks/zstd-writer.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  path = join(directory, 'out.zst')
})

afterEach(() => rmSync(directory, { recursive: true }))

function open(gate = new Gate(), at = path): ZstdWriter {
  return new ZstdWriter(new BlockWriter(openSync(at, 'w'), 'out', gate), 'out', gate)
}

function read(): string {
  return execFileSync('zstd', ['-dcq', path], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}

describe('what is compressed', () => {
  test('is the same, in order', async () => {
    const writer = open()
    const lines = Array.from({ length: 300_000 }, (_, n) => `${n} é漢\n`)
    for (const [n, line] of lines.entries()) {
      if (n % 3 === 0) writer.writeText(Buffer.from(line))
      else writer.write(line)
    }
    await writer.flush()
    expect(read()).toBe(lines.join(''))
  })

  test('may be nothing', async () => {
    const writer = open()
    await writer.flush()
    await writer.flush()
    expect(read()).toBe('')
  })

  test('may be overwritten afterwards', async () => {
    const writer = open()
    const bytes = Buffer.from('one\n')
    writer.writeText(bytes)
    bytes.fill('x')
    await writer.flush()
    expect(read()).toBe('one\n')
  })
})

test('a missing program is named, with its package', async () => {
  const { PATH } = process.env
  process.env.PATH = directory
  try {
    const writer = open()
    writer.write('x')
    await expect(writer.flush()).rejects.toThrow(
      new OutputError('out: the program zstd is not installed: it comes with the package zstd'),
    )
  } finally {
    process.env.PATH = PATH
  }
})

test('a full disk fails the gate and the flush', async () => {
  const gate = new Gate()
  const writer = open(gate, '/dev/full')
  const failure = new OutputError('out: no space left on device')
  writer.write('x'.repeat(1024 * 1024))
  await expect(writer.flush()).rejects.toThrow(failure)
  await expect(gate.whenOpen()).rejects.toThrow(failure)
})
