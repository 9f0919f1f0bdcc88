import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  read,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { BlockWriter } from '../../src/sinks/block-writer.ts'
import { eventually } from '../eventually.ts'

const BLOCK = 'x'.repeat(64 * 1024)

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  path = join(directory, 'out')
})

afterEach(() => rmSync(directory, { recursive: true }))

describe('text', () => {
  test('arrives whole and in order, whatever its pieces', async () => {
    const writer = new BlockWriter(openSync(path, 'w'), 'out', new Gate())
    const pieces = Array.from({ length: 3000 }, (_, i) => `${i} é漢😀 ${'.'.repeat(i % 200)}\n`)
    for (const piece of pieces) expect(writer.write(piece)).toBe(true)
    await writer.flush()
    expect(readFileSync(path, 'utf8')).toBe(pieces.join(''))
  })

  // the system counts the writes of the whole process, those of the test runner too
  test('that keeps coming goes out in large blocks', { retry: 5 }, async () => {
    const writer = new BlockWriter(openSync(path, 'w'), 'out', new Gate())
    const before = systemWrites()
    for (let i = 0; i < 10_000; i++) writer.write('x'.repeat(100))
    await writer.flush()
    expect(statSync(path).size).toBe(1_000_000)
    expect(systemWrites() - before).toBeLessThan(100)
  })

  test('that fills no block is written when no more comes', async () => {
    const writer = new BlockWriter(openSync(path, 'w'), 'out', new Gate())
    writer.write('small')
    await eventually(() => expect(readFileSync(path, 'utf8')).toBe('small'))
  })

  test('that follows a quiet time is written as well', async () => {
    const writer = new BlockWriter(openSync(path, 'w'), 'out', new Gate())
    writer.write('one ')
    await eventually(() => expect(readFileSync(path, 'utf8')).toBe('one '))
    writer.write('two')
    await eventually(() => expect(readFileSync(path, 'utf8')).toBe('one two'))
  })

  test('can be flushed more than once', async () => {
    const writer = new BlockWriter(openSync(path, 'w'), 'out', new Gate())
    writer.write('one ')
    await writer.flush()
    await writer.flush()
    writer.write('two')
    await writer.flush()
    expect(readFileSync(path, 'utf8')).toBe('one two')
  })
})

describe('a slow reader', () => {
  test('shuts the gate, and opens it when it has read', async () => {
    const pipe = openPipe()
    const gate = new Gate()
    const writer = new BlockWriter(pipe, 'out', gate)
    for (let i = 0; i < 6; i++) writer.write(BLOCK)
    expect(await isShut(gate)).toBe(true)
    await readFrom(pipe, 6 * BLOCK.length)
    await gate.whenOpen()
    await writer.flush()
  })

  test('leaves the gate open while little waits', async () => {
    const pipe = openPipe()
    const gate = new Gate()
    const writer = new BlockWriter(pipe, 'out', gate)
    for (let i = 0; i < 3; i++) writer.write(BLOCK)
    expect(await isShut(gate)).toBe(false)
    await readFrom(pipe, 3 * BLOCK.length)
    await writer.flush()
  })

  test('shuts the gate once, however much comes, and again the next time', async () => {
    const pipe = openPipe()
    const gate = new Gate()
    const writer = new BlockWriter(pipe, 'out', gate)
    for (const blocks of [20, 6]) {
      for (let i = 0; i < blocks; i++) writer.write(BLOCK)
      expect(await isShut(gate)).toBe(true)
      await readFrom(pipe, blocks * BLOCK.length)
      await gate.whenOpen()
    }
  })

  test('makes a flush wait', async () => {
    const pipe = openPipe()
    const writer = new BlockWriter(pipe, 'out', new Gate())
    writer.write(BLOCK.repeat(2))
    const flushed = writer.flush().then(() => 'flushed')
    expect(await Promise.race([flushed, pause(100, 'waiting')])).toBe('waiting')
    await readFrom(pipe, 2 * BLOCK.length)
    expect(await flushed).toBe('flushed')
  })

  test('gets everything from a pipe that another process has made non-blocking', async () => {
    const pipe = openPipe(constants.O_NONBLOCK)
    const copy = join(directory, 'copy')
    const reader = spawn('sh', ['-c', 'sleep 0.2; exec cat "$0" > "$1"', path, copy])
    const ended = once(reader, 'exit')
    const writer = new BlockWriter(pipe, 'out', new Gate())
    const text = Array.from({ length: 50_000 }, (_, i) => `${i} é\n`).join('')
    writer.write(text)
    await writer.flush()
    closeSync(pipe)
    await ended
    expect(readFileSync(copy, 'utf8')).toBe(text)
  })
})

describe('a reader that has gone', () => {
  test('makes write answer false, after onClosed was called once', async () => {
    const onClosed = vi.fn()
    const writer = new BlockWriter(openPipeWithoutReader(), 'out', new Gate(), onClosed)
    expect(writer.write('a')).toBe(true)
    await writer.flush()
    expect(onClosed).toHaveBeenCalledTimes(1)
    expect(writer.write('b')).toBe(false)
    await writer.flush()
    expect(onClosed).toHaveBeenCalledTimes(1)
  })

  test('is noticed without a flush', async () => {
    const onClosed = vi.fn()
    const writer = new BlockWriter(openPipeWithoutReader(), 'out', new Gate(), onClosed)
    writer.write('a')
    await eventually(() => expect(onClosed).toHaveBeenCalled())
  })

  test('opens the gate that it had shut', async () => {
    execFileSync('mkfifo', [path])
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const onClosed = vi.fn()
    const gate = new Gate()
    const writer = new BlockWriter(openSync(path, 'w'), 'out', gate, onClosed)
    for (let i = 0; i < 8; i++) writer.write(BLOCK)
    expect(await isShut(gate)).toBe(true)
    closeSync(reader)
    await gate.whenOpen()
    expect(onClosed).toHaveBeenCalledTimes(1)
    expect(writer.write('more')).toBe(false)
  })
})

describe('a descriptor that is promised', () => {
  test('is not waited for by a write, and gets everything in order when it comes', async () => {
    const { promise, resolve } = promised()
    const writer = new BlockWriter(promise, 'out', new Gate())
    expect(writer.write('one ')).toBe(true)
    await pause(50)
    expect(writer.write(`${BLOCK} `)).toBe(true)
    resolve(openSync(path, 'w'))
    await pause(50)
    writer.write('three')
    await writer.flush()
    expect(readFileSync(path, 'utf8')).toBe(`one ${BLOCK} three`)
  })

  test('makes a flush wait, but only one that has something to write', async () => {
    const { promise, resolve } = promised()
    const writer = new BlockWriter(promise, 'out', new Gate())
    await writer.flush()
    writer.write('one')
    const flushed = writer.flush().then(() => 'flushed')
    expect(await Promise.race([flushed, pause(100, 'waiting')])).toBe('waiting')
    resolve(openSync(path, 'w'))
    expect(await flushed).toBe('flushed')
  })

  test('shuts the gate while much waits for it', async () => {
    const { promise, resolve } = promised()
    const gate = new Gate()
    const writer = new BlockWriter(promise, 'out', gate)
    for (let i = 0; i < 8; i++) writer.write(BLOCK)
    expect(await isShut(gate)).toBe(true)
    resolve(openSync(path, 'w'))
    await gate.whenOpen()
    await writer.flush()
    expect(statSync(path).size).toBe(8 * BLOCK.length)
  })

  test('fails the flush, the gate and every write when it does not come', async () => {
    const { promise, reject } = promised()
    const onClosed = vi.fn()
    const gate = new Gate()
    const writer = new BlockWriter(promise, 'name', gate, onClosed)
    for (let i = 0; i < 8; i++) writer.write(BLOCK)
    reject(new Error("EACCES: permission denied, open '/path'"))
    const failure = new OutputError('name: permission denied')
    await expect(writer.flush()).rejects.toThrow(failure)
    await expect(gate.whenOpen()).rejects.toThrow(failure)
    expect(() => writer.write('more')).toThrow(failure)
    expect(onClosed).not.toHaveBeenCalled()
  })
})

describe('a disk that is full', () => {
  const failure = new OutputError('name: no space left on device')

  test('fails the flush and every write after it', async () => {
    const writer = new BlockWriter(openSync('/dev/full', 'w'), 'name', new Gate())
    expect(writer.write('a')).toBe(true)
    await expect(writer.flush()).rejects.toThrow(failure)
    expect(() => writer.write('b')).toThrow(failure)
    await expect(writer.flush()).rejects.toThrow(failure)
  })

  test('fails the gate, so that a source that waits wakes up', async () => {
    const gate = new Gate()
    gate.shut()
    const writer = new BlockWriter(openSync('/dev/full', 'w'), 'name', gate)
    writer.write('a')
    await expect(gate.whenOpen()).rejects.toThrow(failure)
  })

  test('is no closed reader', async () => {
    const onClosed = vi.fn()
    const writer = new BlockWriter(openSync('/dev/full', 'w'), 'name', new Gate(), onClosed)
    writer.write('a')
    await expect(writer.flush()).rejects.toThrow(OutputError)
    expect(onClosed).not.toHaveBeenCalled()
  })
})

/** A pipe with both ends in one descriptor: it has a reader, who reads only what readFrom reads. */
function openPipe(flags = 0): number {
  execFileSync('mkfifo', [path])
  return openSync(path, constants.O_RDWR | flags)
}

function openPipeWithoutReader(): number {
  execFileSync('mkfifo', [path])
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(path, 'w')
  closeSync(reader)
  return writer
}

function promised() {
  let resolve!: (descriptor: number) => void
  let reject!: (error: Error) => void
  const promise = new Promise<number>((...settle) => {
    ;[resolve, reject] = settle
  })
  return { promise, resolve, reject }
}

async function readFrom(pipe: number, size: number): Promise<void> {
  const buffer = Buffer.alloc(64 * 1024)
  for (let rest = size; rest > 0; ) {
    const { bytesRead } = await promisify(read)(
      pipe,
      buffer,
      0,
      Math.min(rest, buffer.length),
      null,
    )
    rest -= bytesRead
  }
}

function isShut(gate: Gate): Promise<boolean> {
  return Promise.race([gate.whenOpen().then(() => false), pause(100, true)])
}

/** How often this process has called write. */
function systemWrites(): number {
  return Number(/syscw: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}
