import { execFileSync } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { BlockWriter } from '../../src/sinks/block-writer.ts'
import { MemberWriter } from '../../src/sinks/member-writer.ts'
import { type Packer, packerFor } from '../../src/sinks/packer.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  path = join(directory, 'out.gz')
})

afterEach(() => rmSync(directory, { recursive: true }))

const zstd = packerFor('zst')
const most = { maxBuffer: 64 * 1024 * 1024 }
const KINDS = [
  {
    name: 'gzip',
    packer: packerFor('gz') as Packer,
    magic: '\x1f\x8b\x08',
    unpacked: () => gunzipSync(readFileSync(path)),
  },
  // versions of Node without it take the program, as zstd-writer.test.ts holds
  ...(zstd
    ? [
        {
          name: 'zstd',
          packer: zstd,
          magic: '(\xb5/\xfd',
          unpacked: () => execFileSync('zstd', ['-dcq', path], most),
        },
      ]
    : []),
]

describe.each(KINDS)('$name', ({ packer, magic, unpacked }) => {
  function open(gate = new Gate(), at = path): MemberWriter {
    return new MemberWriter(new BlockWriter(openSync(at, 'w'), 'out', gate), gate, packer)
  }

  const read = () => unpacked().toString()

  /** Where members begin, as their headers say. */
  function members(): number {
    return readFileSync(path).toString('latin1').split(magic).length - 1
  }

  describe('what is compressed', () => {
    test('is the same, in order, in members of 1 MiB', async () => {
      const writer = open()
      const lines = Array.from({ length: 300_000 }, (_, n) => `${n} é漢\n`)
      for (const [n, line] of lines.entries()) {
        if (n % 3 === 0) writer.writeText(Buffer.from(line))
        else writer.write(line)
      }
      await writer.flush()
      expect(read()).toBe(lines.join(''))
      expect(members()).toBeGreaterThanOrEqual(3)
    })

    test('may be nothing', async () => {
      const writer = open()
      await writer.flush()
      await writer.flush()
      expect(read()).toBe('')
      expect(members()).toBe(1)
    })

    test('may be overwritten afterwards', async () => {
      const writer = open()
      const bytes = Buffer.from('one\n')
      writer.writeText(bytes)
      bytes.fill('x')
      await writer.flush()
      expect(read()).toBe('one\n')
    })

    test('may go on after a flush', async () => {
      const writer = open()
      writer.write('one\n')
      await writer.flush()
      writer.write('two\n')
      await writer.flush()
      expect(read()).toBe('one\ntwo\n')
    })
  })

  test('the gate is shut while many blocks wait, and opens again', async () => {
    const gate = new Gate()
    const writer = open(gate)
    const block = 'x'.repeat(1024 * 1024)
    for (let n = 0; n < 8; n++) writer.write(block)
    let isOpen = false
    const opened = gate.whenOpen().then(() => {
      isOpen = true
    })
    await Promise.resolve()
    expect(isOpen).toBe(false)
    await opened
    await writer.flush()
    expect(read()).toBe(block.repeat(8))
  })

  test('a full disk fails the gate and the flush', async () => {
    const gate = new Gate()
    const writer = open(gate, '/dev/full')
    const failure = new OutputError('out: no space left on device')
    writer.write('x'.repeat(1024 * 1024))
    await expect(writer.flush()).rejects.toThrow(failure)
    await expect(gate.whenOpen()).rejects.toThrow(failure)
  })
})
