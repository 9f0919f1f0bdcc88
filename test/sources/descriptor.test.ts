import { execFileSync } from 'node:child_process'
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { InputError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { readDescriptor } from '../../src/sources/descriptor.ts'
import type { Reading } from '../../src/sources/source.ts'
import { eventually } from '../eventually.ts'
import { reading } from './reading.ts'

const LARGE = Buffer.from(Array.from({ length: 40_000 }, (_, i) => `${i} é\n`).join(''))

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  path = join(directory, 'in')
})

afterEach(() => rmSync(directory, { recursive: true }))

describe('a file', () => {
  beforeEach(() => writeFileSync(path, LARGE))

  test('is read in chunks to its end', async () => {
    const chunks: Buffer[] = []
    expect(await readDescriptor(openSync(path, 'r'), 'in', reading(chunks))).toBe(true)
    expect(Buffer.concat(chunks).equals(LARGE)).toBe(true)
    expect(chunks.length).toBeGreaterThan(1)
    expect(chunks[0]?.length).toBeLessThanOrEqual(64 * 1024)
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(256 * 1024)
  })

  test('is read no further when no more is wanted', async () => {
    const write = vi.fn(() => false)
    const answer = await readDescriptor(openSync(path, 'r'), 'in', reading([], { write }))
    expect(answer).toBe(false)
    expect(write).toHaveBeenCalledTimes(1)
  })

  test('is read no further after the signal', async () => {
    const controller = new AbortController()
    const write = vi.fn(() => {
      controller.abort()
      return true
    })
    const { signal } = controller
    const answer = await readDescriptor(openSync(path, 'r'), 'in', reading([], { write, signal }))
    expect(answer).toBe(false)
    expect(write).toHaveBeenCalledTimes(1)
  })

  test('waits while the gate is shut', async () => {
    const chunks: Buffer[] = []
    const gate = new Gate()
    gate.shut()
    const answer = readDescriptor(openSync(path, 'r'), 'in', reading(chunks, { gate }))
    await pause(100)
    expect(chunks.length).toBe(0)
    gate.open()
    expect(await answer).toBe(true)
    expect(Buffer.concat(chunks).equals(LARGE)).toBe(true)
  })

  test('fails when the gate does, with the error of the gate', async () => {
    const failure = new Error('the sink has failed')
    const gate = new Gate()
    gate.shut()
    const answer = readDescriptor(openSync(path, 'r'), 'in', reading([], { gate }))
    gate.fail(failure)
    await expect(answer).rejects.toBe(failure)
  })

  test('fails when what it writes to does, with that error', async () => {
    const failure = new Error('not well-formed')
    const write = () => {
      throw failure
    }
    const answer = readDescriptor(openSync(path, 'r'), 'in', reading([], { write }))
    await expect(answer).rejects.toBe(failure)
  })

  test('that cannot be read is an input error with its name', async () => {
    const answer = readDescriptor(openSync(directory, 'r'), 'the name', reading([]))
    await expect(answer).rejects.toThrow(InputError)
    await expect(answer).rejects.toThrow(/^the name: .*directory$/)
  })
})

describe('a pipe', () => {
  // both ends in one descriptor; the other one, which is read, has a writer until this is closed
  let writer: number

  beforeEach(() => {
    execFileSync('mkfifo', [path])
    writer = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
  })

  test('is read to its end', async () => {
    const chunks: Buffer[] = []
    const answer = readDescriptor(openSync(path, 'r'), 'in', reading(chunks))
    writeSync(writer, LARGE.subarray(0, 30_000))
    await eventually(() => expect(Buffer.concat(chunks).length).toBe(30_000))
    writeSync(writer, LARGE.subarray(30_000, 60_000))
    await eventually(() => expect(Buffer.concat(chunks).length).toBe(60_000))
    closeSync(writer)
    expect(await answer).toBe(true)
    expect(Buffer.concat(chunks).equals(LARGE.subarray(0, 60_000))).toBe(true)
  })

  test('is read no further when no more is wanted', async () => {
    const write = vi.fn(() => false)
    const answer = readDescriptor(openSync(path, 'r'), 'in', reading([], { write }))
    writeSync(writer, 'first')
    expect(await answer).toBe(false)
    expect(write).toHaveBeenCalledTimes(1)
    closeSync(writer)
  })

  test('that is silent is left promptly after the signal', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const answer = readDescriptor(openSync(path, 'r'), 'in', reading([], { signal }))
    await pause(50)
    controller.abort()
    expect(await Promise.race([answer, pause(2000, 'still waiting')])).toBe(false)
    closeSync(writer)
  })

  test('that is silent is left promptly when the signal came before', async () => {
    const signal = AbortSignal.abort()
    const answer = readDescriptor(openSync(path, 'r'), 'in', reading([], { signal }))
    const first = await Promise.race([answer, pause(2000, 'still waiting')])
    closeSync(writer)
    expect(first).toBe(false)
  })

  test('waits while the gate is shut', async () => {
    const chunks: Buffer[] = []
    const gate = new Gate()
    const full = reading(chunks, { gate })
    const write = (bytes: Uint8Array) => {
      gate.shut()
      return full.write(bytes)
    }
    const answer = readDescriptor(openSync(path, 'r'), 'in', { ...full, write })
    writeSync(writer, 'first')
    await eventually(() => expect(chunks.length).toBe(1))
    writeSync(writer, 'second')
    await pause(100)
    expect(chunks.length).toBe(1)
    gate.open()
    await eventually(() => expect(chunks.length).toBe(2))
    closeSync(writer)
    gate.open()
    expect(await answer).toBe(true)
    expect(Buffer.concat(chunks).toString()).toBe('firstsecond')
  })

  test('fails when what it writes to does, with that error', async () => {
    const failure = new Error('not well-formed')
    const write = () => {
      throw failure
    }
    const answer = readDescriptor(openSync(path, 'r'), 'in', reading([], { write }))
    writeSync(writer, 'first')
    await expect(answer).rejects.toBe(failure)
    closeSync(writer)
  })
})

describe('the descriptor', () => {
  const closes = () => expect(openFiles()).not.toContain(path)

  test.each<[string, Partial<Reading>]>([
    ['the end', {}],
    ['an early stop', { write: () => false }],
    ['the signal', { signal: AbortSignal.abort() }],
  ])('of a file is closed after %s', async (_, rest) => {
    writeFileSync(path, LARGE)
    await readDescriptor(openSync(path, 'r'), 'in', reading([], rest))
    closes()
  })

  test('of a file is closed after a failure', async () => {
    writeFileSync(path, LARGE)
    const write = () => {
      throw new Error('not well-formed')
    }
    await expect(
      readDescriptor(openSync(path, 'r'), 'in', reading([], { write })),
    ).rejects.toThrow()
    closes()
  })

  test('of a pipe is closed after an early stop', async () => {
    execFileSync('mkfifo', [path])
    const writer = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
    const descriptor = openSync(path, 'r')
    writeSync(writer, 'first')
    await readDescriptor(descriptor, 'in', reading([], { write: () => false }))
    closeSync(writer)
    await eventually(closes)
  })
})

function openFiles(): string[] {
  const descriptors = readdirSync('/proc/self/fd')
  return descriptors.flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/self/fd/${descriptor}`)]
    } catch {
      return [] // the one that listed the others
    }
  })
}
