import {
  closeSync,
  constants,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { Pipe } from '../../src/sinks/pipe.ts'
import { eventually } from '../eventually.ts'
import { makePipe, openFiles, readPipe, releasePipes } from './system.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  path = join(directory, 'pipe')
})

afterEach(() => {
  releasePipes(directory)
  rmSync(directory, { recursive: true })
})

function open(at = path, gate = new Gate(), onClosed = () => {}): Pipe {
  return new Pipe(at, 'name', gate, onClosed)
}

describe('a named pipe', () => {
  beforeEach(() => {
    makePipe(path)
  })

  test('is written directly', async () => {
    const text = readPipe(path)
    const pipe = open()
    pipe.write('1\n')
    expect(readdirSync(directory)).toEqual(['pipe'])
    await pipe.flush()
    expect(await text).toBe('1\n')
    pipe.commit()
    expect(lstatSync(path).isFIFO()).toBe(true)
    expect(readdirSync(directory)).toEqual(['pipe'])
  })

  test('counts the records written', async () => {
    const pipe = open()
    expect(pipe.records).toBe(0)
    expect(pipe.write('1\n')).toBe(true)
    expect(pipe.write('2\n')).toBe(true)
    expect(pipe.records).toBe(2)
    const text = readPipe(path)
    await pipe.flush()
    expect(await text).toBe('1\n2\n')
  })

  test('passes on what it has, without a flush', async () => {
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const pipe = open()
    pipe.write('1\n')
    const bytes = Buffer.alloc(100)
    const size = await eventually(() => {
      const size = readSync(reader, bytes)
      expect(size).toBeGreaterThan(0)
      return size
    })
    closeSync(reader)
    expect(bytes.toString('utf8', 0, size)).toBe('1\n')
    await pipe.flush()
  })

  test('ends when it is flushed, though nothing was written', async () => {
    const text = readPipe(path)
    await open().flush()
    expect(await text).toBe('')
  })

  test('is closed when it is flushed', async () => {
    const text = readPipe(path)
    const pipe = open()
    pipe.write('1\n')
    await eventually(() => expect(openFiles(path).length).toBe(1))
    await pipe.flush()
    expect(openFiles(path)).toEqual([])
    await text
  })

  test('may be flushed twice, in turn and at once', async () => {
    const text = readPipe(path)
    const pipe = open()
    pipe.write('1\n')
    await Promise.all([pipe.flush(), pipe.flush()])
    await pipe.flush()
    expect(await text).toBe('1\n')
  })

  test('stays and keeps what it was given when it is discarded', async () => {
    const text = readPipe(path)
    const pipe = open()
    pipe.write('1\n')
    pipe.discard()
    expect(lstatSync(path).isFIFO()).toBe(true)
    await pipe.flush()
    expect(await text).toBe('1\n')
  })
})

describe('a named pipe without a reader', () => {
  beforeEach(() => {
    makePipe(path)
  })

  // the reader is there beforehand: a process that is held up could not call it
  test('does not hold up the process', async () => {
    const text = readPipe(path, 3)
    const before = performance.now()
    const pipe = open()
    pipe.write('1\n')
    await pause(50)
    pipe.write('2\n')
    expect(performance.now() - before).toBeLessThan(2500)
    await pipe.flush()
    expect(await text).toBe('1\n2\n')
  })

  test('gets every record once when a reader comes, in order', async () => {
    const pipe = open()
    pipe.write('1\n')
    await pause(50)
    pipe.write('2\n')
    const text = readPipe(path)
    await eventually(() => expect(openFiles(path).length).toBe(1))
    pipe.write('3\n')
    await pipe.flush()
    expect(await text).toBe('1\n2\n3\n')
  })

  test('makes a flush wait until one comes', async () => {
    const pipe = open()
    pipe.write('1\n')
    const flushed = pipe.flush().then(() => 'flushed')
    expect(await Promise.race([flushed, pause(100, 'waiting')])).toBe('waiting')
    const text = readPipe(path)
    expect(await flushed).toBe('flushed')
    expect(await text).toBe('1\n')
  })

  test('shuts the gate when much waits, and opens it when one comes', async () => {
    const gate = new Gate()
    const pipe = open(path, gate)
    const lines = Array.from({ length: 100_000 }, (_, i) => `${i}\n`)
    for (const line of lines) expect(pipe.write(line)).toBe(true)
    const opened = gate.whenOpen().then(() => 'open')
    expect(await Promise.race([opened, pause(100, 'shut')])).toBe('shut')
    const text = readPipe(path)
    expect(await opened).toBe('open')
    await pipe.flush()
    expect(await text).toBe(lines.join(''))
  })
})

describe('a named pipe whose reader has gone', () => {
  async function openWithoutReader(onClosed = () => {}): Promise<Pipe> {
    makePipe(path)
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const pipe = open(path, new Gate(), onClosed)
    await eventually(() => expect(openFiles(path).length).toBe(2))
    closeSync(reader)
    return pipe
  }

  test('wants no more, and has said so once', async () => {
    const onClosed = vi.fn()
    const pipe = await openWithoutReader(onClosed)
    expect(pipe.write('1\n')).toBe(true)
    await eventually(() => expect(onClosed).toHaveBeenCalledTimes(1))
    expect(pipe.write('2\n')).toBe(false)
    expect(pipe.records).toBe(1)
    await pipe.flush()
    expect(onClosed).toHaveBeenCalledTimes(1)
  })

  test('does not fail, and is closed, when it is flushed', async () => {
    const pipe = await openWithoutReader()
    pipe.write('1\n')
    await pipe.flush()
    await pipe.flush()
    expect(openFiles(path)).toEqual([])
  })
})

describe('a device', () => {
  test('is written directly', async () => {
    const pipe = open('/dev/null')
    expect(pipe.write('1\n')).toBe(true)
    await pipe.flush()
    pipe.commit()
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  test('stays when it is discarded', async () => {
    const pipe = open('/dev/null')
    pipe.discard()
    await pipe.flush()
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  test('fails at the end when its disk is full, and the same way when it is flushed again', async () => {
    const failure = new OutputError('name: no space left on device')
    const pipe = open('/dev/full')
    pipe.write('1\n')
    await expect(pipe.flush()).rejects.toThrow(failure)
    await expect(pipe.flush()).rejects.toThrow(failure)
    expect(() => pipe.write('2\n')).toThrow(failure)
  })

  test('fails the gate when its disk is full', async () => {
    const gate = new Gate()
    gate.shut()
    open('/dev/full', gate).write('1\n')
    await expect(gate.whenOpen()).rejects.toThrow(new OutputError('name: no space left on device'))
  })

  test('does not fail when it is discarded after it has failed', async () => {
    const pipe = open('/dev/full')
    pipe.write('1\n')
    await expect(pipe.flush()).rejects.toThrow(OutputError)
    pipe.discard()
    expect(lstatSync('/dev/full').isCharacterDevice()).toBe(true)
  })

  test('is closed when it is flushed, whether it fails or not', async () => {
    const before = openFiles('/dev/').sort()
    const well = open('/dev/null')
    well.write('1\n')
    await well.flush()
    expect(openFiles('/dev/').sort()).toEqual(before)
    const badly = open('/dev/full')
    badly.write('1\n')
    await expect(badly.flush()).rejects.toThrow(OutputError)
    expect(openFiles('/dev/').sort()).toEqual(before)
  })
})

describe('what cannot be opened', () => {
  const failure = new OutputError('name: no such device or address')
  const server = createServer()

  // a socket is there, and is none of what can be opened
  beforeEach(() => new Promise<void>((resolve) => server.listen(path, resolve)))
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  test('fails the flush, the gate and every write after the first', async () => {
    const gate = new Gate()
    const onClosed = vi.fn()
    const pipe = open(path, gate, onClosed)
    expect(pipe.write('1\n')).toBe(true)
    await expect(pipe.flush()).rejects.toThrow(failure)
    await expect(pipe.flush()).rejects.toThrow(failure)
    await expect(gate.whenOpen()).rejects.toThrow(failure)
    expect(() => pipe.write('2\n')).toThrow(failure)
    expect(onClosed).not.toHaveBeenCalled()
  })

  test('fails the flush in the same way when nothing was written', async () => {
    const pipe = open()
    await expect(pipe.flush()).rejects.toThrow(failure)
    await expect(pipe.flush()).rejects.toBeInstanceOf(OutputError)
  })
})
