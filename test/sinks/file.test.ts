import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { File } from '../../src/sinks/file.ts'
import { openFiles } from './system.ts'

const TEMPORARY = /^\.cosax-[0-9a-f]+\.partial$/
const LARGE = 'x'.repeat(64 * 1024 * 1024)

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  path = join(directory, 'out.jsonl')
})

afterEach(() => rmSync(directory, { recursive: true }))

function open(at = path): File {
  return new File(at, 'name', new Gate(), () => {})
}

async function finish(file: File): Promise<void> {
  await file.flush()
  file.commit()
}

async function abandon(file: File): Promise<void> {
  file.discard()
  await file.flush()
}

function names(): string[] {
  return readdirSync(directory).sort()
}

describe('a new file', () => {
  test('appears only when it is finished, under a hidden name beside it until then', async () => {
    const file = open()
    file.write('1\n')
    await pause(50)
    expect(names()).toEqual([expect.stringMatching(TEMPORARY)])
    file.write('2\n')
    await finish(file)
    expect(names()).toEqual(['out.jsonl'])
    expect(readFileSync(path, 'utf8')).toBe('1\n2\n')
  })

  test('does not appear by being flushed, though all of it is written', async () => {
    const file = open()
    file.write('1\n')
    await file.flush()
    expect(names()).toEqual([expect.stringMatching(TEMPORARY)])
    expect(readFileSync(join(directory, names()[0]!), 'utf8')).toBe('1\n')
    file.commit()
    expect(names()).toEqual(['out.jsonl'])
  })

  test('appears empty when nothing was written', async () => {
    await finish(open())
    expect(readFileSync(path, 'utf8')).toBe('')
  })

  test('counts the records written', async () => {
    const file = open()
    expect(file.records).toBe(0)
    expect(file.write('1\n')).toBe(true)
    expect(file.write('2\n')).toBe(true)
    expect(file.records).toBe(2)
    await finish(file)
    expect(file.records).toBe(2)
  })

  test('has the mode that any new file would have', async () => {
    await finish(open())
    expect(statSync(path).mode & 0o777).toBe(0o666 & ~process.umask())
  })

  test('leaves nothing when it is abandoned', async () => {
    const file = open()
    file.write('1\n')
    await abandon(file)
    expect(names()).toEqual([])
  })

  test('leaves nothing when it is abandoned after it was flushed', async () => {
    const file = open()
    file.write('1\n')
    await file.flush()
    file.discard()
    expect(names()).toEqual([])
  })

  test('leaves nothing when it is discarded while it is written', async () => {
    const file = open()
    file.write(LARGE)
    let isFlushed = false
    const flushed = file.flush().then(() => {
      isFlushed = true
    })
    await pause(1)
    file.discard()
    expect(isFlushed).toBe(false)
    expect(names()).toEqual([])
    await flushed
    expect(names()).toEqual([])
    expect(openFiles(directory)).toEqual([])
  })

  test('may be discarded twice', async () => {
    const file = open()
    file.discard()
    await abandon(file)
    expect(names()).toEqual([])
  })

  test('stays when it is discarded after it has appeared', async () => {
    const file = open()
    file.write('1\n')
    await finish(file)
    file.discard()
    expect(readFileSync(path, 'utf8')).toBe('1\n')
  })

  test.each([
    ['finished', finish],
    ['abandoned', abandon],
  ])('is closed when it is %s', async (_, end) => {
    const file = open()
    file.write('1\n')
    expect(openFiles(directory).length).toBe(1)
    await end(file)
    expect(openFiles(directory)).toEqual([])
  })

  test('may be flushed twice, in turn and at once', async () => {
    const file = open()
    file.write('1\n')
    await Promise.all([file.flush(), file.flush()])
    await file.flush()
    await finish(file)
    expect(readFileSync(path, 'utf8')).toBe('1\n')
  })

  test('closes no file but its own when it is flushed twice', async () => {
    const file = open()
    await file.flush()
    const next = open(join(directory, 'next')) // has its descriptor now
    await file.flush()
    next.write('1\n')
    await finish(next)
    file.discard()
    expect(readFileSync(join(directory, 'next'), 'utf8')).toBe('1\n')
  })

  test('appears though a killed process has left its temporary file', async () => {
    const killed = open()
    killed.write('old\n')
    await killed.flush()
    const left = names()
    const file = open()
    file.write('1\n')
    await finish(file)
    expect(readFileSync(path, 'utf8')).toBe('1\n')
    expect(names()).toEqual([...left, 'out.jsonl'])
    expect(readFileSync(join(directory, left[0]!), 'utf8')).toBe('old\n')
  })

  test('may have the longest name that a directory can hold', async () => {
    const name = 'x'.repeat(255)
    await finish(open(join(directory, name)))
    expect(names()).toEqual([name])
  })
})

describe('an existing file', () => {
  beforeEach(() => writeFileSync(path, 'old\n'))

  test('is replaced only when the new one is finished', async () => {
    const file = open()
    file.write('new\n')
    await pause(50)
    expect(readFileSync(path, 'utf8')).toBe('old\n')
    await file.flush()
    expect(readFileSync(path, 'utf8')).toBe('old\n')
    file.commit()
    expect(readFileSync(path, 'utf8')).toBe('new\n')
    expect(names()).toEqual(['out.jsonl'])
  })

  test.each([0o600, 0o640, 0o666, 0o755])('keeps its mode %o', async (mode) => {
    chmodSync(path, mode)
    await finish(open())
    expect(statSync(path).mode & 0o7777).toBe(mode)
  })

  test('lends its mode to the new one from the start', async () => {
    chmodSync(path, 0o600)
    const file = open()
    const temporary = names().find((name) => TEMPORARY.test(name))!
    expect(statSync(join(directory, temporary)).mode & 0o7777).toBe(0o600)
    await abandon(file)
  })

  test('stays as it was when the new one is abandoned', async () => {
    const file = open()
    file.write('new\n')
    await abandon(file)
    expect(names()).toEqual(['out.jsonl'])
    expect(readFileSync(path, 'utf8')).toBe('old\n')
  })
})

describe('a file that cannot be made', () => {
  test.each([
    ['in a missing directory', 'missing/out.jsonl', 'no such file or directory'],
    ['below a file', 'file/out.jsonl', 'not a directory'],
    ['with a name that is too long', 'x'.repeat(256), 'name too long'],
  ])('%s is refused at once, by its name', (_, at, reason) => {
    writeFileSync(join(directory, 'file'), '')
    expect(() => open(join(directory, at))).toThrow(new OutputError(`name: ${reason}`))
    expect(names()).toEqual(['file'])
    expect(openFiles(directory)).toEqual([])
  })

  test('because a directory has come in its place is reported at the end', async () => {
    const file = open()
    file.write('1\n')
    await file.flush()
    mkdirSync(path)
    expect(() => file.commit()).toThrow(new OutputError('name: is a directory'))
    file.discard()
    expect(names()).toEqual(['out.jsonl'])
    expect(openFiles(directory)).toEqual([])
  })
})
