import { spawnSync } from 'node:child_process'
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { OutputError, UsageError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { Sinks } from '../../src/sinks/open.ts'
import { eventually } from '../eventually.ts'
import { makePipe, openFiles, readPipe, releasePipes } from './system.ts'

const LARGE = 'x'.repeat(100_000) // beyond the limit of 16 KB, still a word of a command
const TEMPORARY = /^\.cosax-[0-9a-f]+\.partial$/

let directory: string
let a: string
let b: string
let pipe: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  a = join(directory, 'a.jsonl')
  b = join(directory, 'b.jsonl')
  pipe = join(directory, 'pipe')
})

afterEach(() => {
  releasePipes(directory)
  rmSync(directory, { recursive: true })
})

function names(): string[] {
  return readdirSync(directory).sort()
}

describe('a destination', () => {
  test('named twice is one sink', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    const target = sinks.open(a)
    expect(sinks.open(a)).toBe(target)
    expect(sinks.open(`${directory}/./x/../a.jsonl`)).toBe(target)
    expect(sinks.open(b)).not.toBe(target)
    await sinks.abandon()
  })

  test('named twice is one sink in any format, and cannot be in two', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    const target = sinks.open(a, { format: 'csv' })
    expect(sinks.open(a, { format: 'csv' })).toBe(target)
    expect(() => sinks.open(a)).toThrow(UsageError)
    expect(() => sinks.open(a, { format: 'csv', guard: true })).toThrow(UsageError)
    await sinks.load()
    target.send({ x: '1' })
    target.close()
    await sinks.finish()
    expect(readFileSync(a, 'utf8')).toBe('x\n1\n')
  })

  test('in a format that is abandoned before it is loaded leaves nothing', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(a, { format: 'csv' })
    sinks.open(join(directory, '{x}.csv'))
    await sinks.abandon()
    expect(names()).toEqual([])
  })

  test('whose format cannot be opened is reported when it is loaded', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(a, { format: 'xml', root: '1' })
    await expect(sinks.load()).rejects.toThrow(UsageError)
    await sinks.abandon()
    expect(names()).toEqual([])
  })

  test('named by a link as well is refused', async () => {
    writeFileSync(a, 'old\n')
    symlinkSync('a.jsonl', b)
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(b)
    expect(() => sinks.open(a)).toThrow(new UsageError(`${a}: is written as ${b} too`))
    await sinks.abandon()
    expect(readFileSync(a, 'utf8')).toBe('old\n')
  })

  test.each([
    ['the link first', ['b.jsonl', 'a.jsonl']],
    ['the file first', ['a.jsonl', 'b.jsonl']],
    ['a link to the link', ['c.jsonl', 'a.jsonl']],
    ['through a linked folder', ['folder/a.jsonl', 'b.jsonl']],
  ])('named by a link to nowhere as well is refused: %s', async (_, destinations) => {
    symlinkSync('a.jsonl', b)
    symlinkSync('b.jsonl', join(directory, 'c.jsonl'))
    symlinkSync('.', join(directory, 'folder'))
    const sinks = new Sinks(new Gate(), () => {})
    const [first = '', second = ''] = destinations.map((name) => join(directory, name))
    sinks.open(first)
    expect(() => sinks.open(second)).toThrow(`${second}: is written as ${first} too`)
    await sinks.abandon()
    expect(names()).toEqual(['b.jsonl', 'c.jsonl', 'folder'])
  })

  test('that is a pipe or a device is one sink by each of its names', async () => {
    makePipe(pipe)
    symlinkSync('pipe', b)
    symlinkSync('/dev/null', a)
    const sinks = new Sinks(new Gate(), () => {})
    const text = readPipe(pipe)
    expect(sinks.open(b)).toBe(sinks.open(pipe))
    expect(sinks.open(a)).toBe(sinks.open('/dev/null'))
    expect(sinks.open(b).send('1')).toBe(true)
    expect(sinks.open(pipe).send('2')).toBe(true)
    await sinks.finish()
    expect(await text).toBe('"1"\n"2"\n')
  })

  test('- is standard output, once', () => {
    const sinks = new Sinks(new Gate(), () => {})
    expect(sinks.open('-')).toBe(sinks.open('-'))
    expect(readdirSync('.')).not.toContain('-')
  })

  test('that cannot be opened leaves nothing of those before it', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(a).send('1')
    expect(() => sinks.open(join(directory, 'missing', 'b.jsonl'))).toThrow(OutputError)
    await sinks.abandon()
    expect(readdirSync(directory)).toEqual([])
    expect(openFiles(directory)).toEqual([])
  })

  test('that is named by a link which leads to itself is refused, by its name', () => {
    symlinkSync('a.jsonl', a)
    const sinks = new Sinks(new Gate(), () => {})
    expect(() => sinks.open(a)).toThrow(OutputError)
    expect(() => sinks.open(a)).toThrow(`${a}: too many symbolic links`)
    expect(names()).toEqual(['a.jsonl'])
  })

  test.each([
    ['in a missing directory', 'missing/out.jsonl', 'no such file or directory'],
    ['that is a directory', '', 'directory'],
    ['with the name of a missing directory', 'missing/', 'directory'],
    ['below a file', 'file/out.jsonl', 'not a directory'],
  ])('%s is refused at once', (_, name, reason) => {
    writeFileSync(join(directory, 'file'), '')
    const sinks = new Sinks(new Gate(), () => {})
    const whole = `${directory}/${name}`
    expect(() => sinks.open(whole)).toThrow(OutputError)
    expect(() => sinks.open(whole)).toThrow(`${whole}: `)
    expect(() => sinks.open(whole)).toThrow(reason)
    expect(names()).toEqual(['file'])
  })
})

describe('a symbolic link', () => {
  test('stays, and the file that it names is replaced', async () => {
    writeFileSync(a, 'old\n')
    symlinkSync('a.jsonl', b)
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(b).send('new')
    expect(readFileSync(a, 'utf8')).toBe('old\n')
    await sinks.finish()
    expect(readlinkSync(b)).toBe('a.jsonl')
    expect(lstatSync(a).isFile()).toBe(true)
    expect(readFileSync(a, 'utf8')).toBe('"new"\n')
    expect(names()).toEqual(['a.jsonl', 'b.jsonl'])
  })

  test('stays, and the file that it names is made', async () => {
    symlinkSync('a.jsonl', b)
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(b).send('new')
    await sinks.finish()
    expect(lstatSync(b).isSymbolicLink()).toBe(true)
    expect(readlinkSync(b)).toBe('a.jsonl')
    expect(lstatSync(a).isFile()).toBe(true)
    expect(readFileSync(a, 'utf8')).toBe('"new"\n')
  })

  test('stays, and names nothing, when the sinks are abandoned', async () => {
    symlinkSync('a.jsonl', b)
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(b).send('new')
    await sinks.abandon()
    expect(readlinkSync(b)).toBe('a.jsonl')
    expect(names()).toEqual(['b.jsonl'])
  })

  test('has the temporary file beside the file that it names', async () => {
    const folder = join(directory, 'folder')
    mkdirSync(folder)
    symlinkSync('folder/a.jsonl', b)
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(b)
    expect(names()).toEqual(['b.jsonl', 'folder'])
    expect(readdirSync(folder)).toEqual([expect.stringMatching(TEMPORARY)])
    await sinks.finish()
    expect(readdirSync(folder)).toEqual(['a.jsonl'])
  })
})

describe('the sinks', () => {
  test('know how many records were written to all of them', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    const [first, second] = [sinks.open(a), sinks.open(b)]
    expect(sinks.records).toBe(0)
    first.send('1')
    first.send('2')
    second.send('3')
    expect(sinks.records).toBe(3)
    await sinks.finish()
    expect(sinks.records).toBe(3)
  })

  test('all appear when they are finished', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(a).send('1')
    sinks.open(b).send('2')
    await sinks.finish()
    expect(readFileSync(a, 'utf8')).toBe('"1"\n')
    expect(readFileSync(b, 'utf8')).toBe('"2"\n')
    expect(names()).toEqual(['a.jsonl', 'b.jsonl'])
  })

  test('all vanish when they are abandoned', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(a).send('1')
    sinks.open(b).send('2')
    await sinks.abandon()
    expect(readdirSync(directory)).toEqual([])
  })

  test('leave the files that were there when they are abandoned', async () => {
    writeFileSync(a, 'old\n')
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(a).send('1')
    sinks.open(b).send('2')
    await sinks.abandon()
    expect(readFileSync(a, 'utf8')).toBe('old\n')
    expect(names()).toEqual(['a.jsonl'])
  })

  test.each([
    ['before', ['/dev/full', 'a.jsonl']],
    ['after', ['a.jsonl', '/dev/full']],
    ['between', ['a.jsonl', '/dev/full', 'b.jsonl']],
  ])('appear together or not at all: one that fails %s another', async (_, destinations) => {
    const sinks = new Sinks(new Gate(), () => {})
    for (const destination of destinations) {
      sinks.open(destination.startsWith('/') ? destination : join(directory, destination)).send('1')
    }
    await expect(sinks.finish()).rejects.toThrow('/dev/full: no space left on device')
    expect(names().filter((name) => !TEMPORARY.test(name))).toEqual([])
    await sinks.abandon()
    expect(readdirSync(directory)).toEqual([])
  })

  test('leave the files that were there when one of them fails', async () => {
    writeFileSync(a, 'old\n')
    const sinks = new Sinks(new Gate(), () => {})
    for (const destination of [a, '/dev/full', b]) sinks.open(destination).send('1')
    await expect(sinks.finish()).rejects.toThrow(OutputError)
    await sinks.abandon()
    expect(readFileSync(a, 'utf8')).toBe('old\n')
    expect(names()).toEqual(['a.jsonl'])
  })

  test('leave nothing temporary when one cannot appear', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(a).send('1')
    sinks.open(b).send('2')
    mkdirSync(a)
    await expect(sinks.finish()).rejects.toThrow(new OutputError(`${a}: is a directory`))
    await sinks.abandon()
    expect(names()).toEqual(['a.jsonl'])
    expect(openFiles(directory)).toEqual([])
  })

  test('are all abandoned, though one of them cannot be taken back', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(a).send('1')
    const temporary = join(directory, names()[0]!)
    sinks.open(b).send('2')
    rmSync(temporary)
    mkdirSync(temporary) // in its place, and not removed as a file
    await sinks.abandon().catch(() => {})
    expect(names().map((name) => join(directory, name))).toEqual([temporary])
    expect(openFiles(directory)).toEqual([])
  })

  test('go on when the reader of one has gone', async () => {
    makePipe(pipe)
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
    const onClosed = vi.fn()
    const sinks = new Sinks(new Gate(), onClosed)
    const [closed, open] = [sinks.open(pipe), sinks.open(a)]
    await eventually(() => expect(openFiles(pipe).length).toBe(2))
    closeSync(reader)
    closed.send('1')
    await eventually(() => expect(onClosed).toHaveBeenCalledTimes(1))
    expect(closed.done).toBe(true)
    expect(open.send('2')).toBe(true)
    await sinks.finish()
    expect(readFileSync(a, 'utf8')).toBe('"2"\n')
  })
})

describe('a pipe without a reader', () => {
  beforeEach(() => {
    makePipe(pipe)
  })

  test('keeps the files from appearing until it has one', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(a).send('1')
    sinks.open(pipe).send('2')
    sinks.open(b).send('3')
    const finished = sinks.finish()
    await pause(100)
    expect(names().filter((name) => !TEMPORARY.test(name))).toEqual(['pipe'])
    const text = readPipe(pipe)
    await finished
    expect(await text).toBe('"2"\n')
    expect(names()).toEqual(['a.jsonl', 'b.jsonl', 'pipe'])
  })

  // the reader is there beforehand: a process that is held up could not call it
  test('holds up neither the process nor the other sinks', async () => {
    const text = readPipe(pipe, 3)
    const before = performance.now()
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(pipe).send('1')
    sinks.open(a).send('2')
    await eventually(() => expect(readFileSync(join(directory, names()[0]!), 'utf8')).toBe('"2"\n'))
    expect(performance.now() - before).toBeLessThan(2500)
    await sinks.finish()
    expect(await text).toBe('"1"\n')
  })

  test('does not keep the temporary files when the sinks are abandoned', async () => {
    const sinks = new Sinks(new Gate(), () => {})
    sinks.open(pipe).send('1')
    sinks.open(a).send('2')
    const abandoned = sinks.abandon()
    expect(names()).toEqual(['pipe'])
    const text = readPipe(pipe)
    await abandoned
    expect(await text).toBe('"1"\n')
    expect(names()).toEqual(['pipe'])
  })

  test('brings no file back when the sinks are abandoned while they are finished', async () => {
    writeFileSync(b, 'old\n')
    const sinks = new Sinks(new Gate(), () => {})
    for (const destination of [a, pipe, b]) sinks.open(destination).send('1')
    const finished = sinks.finish().catch(() => {}) // whoever abandons knows why
    await pause(50)
    const abandoned = sinks.abandon()
    expect(names()).toEqual(['b.jsonl', 'pipe'])
    const text = readPipe(pipe)
    await Promise.all([finished, abandoned])
    expect(await text).toBe('"1"\n')
    expect(names()).toEqual(['b.jsonl', 'pipe'])
    expect(readFileSync(b, 'utf8')).toBe('old\n')
    expect(openFiles(directory)).toEqual([])
  })
})

describe('no descriptor is left', () => {
  let before: string[]

  beforeEach(() => {
    before = openFiles('/').sort()
  })

  async function sinksWith(...destinations: string[]): Promise<Sinks> {
    const sinks = new Sinks(new Gate(), () => {})
    for (const destination of destinations) sinks.open(destination).send('1')
    const open = before.length + destinations.length
    await eventually(() => expect(openFiles('/').length).toBe(open))
    return sinks
  }

  test('when they are finished', async () => {
    makePipe(pipe)
    const text = readPipe(pipe)
    const sinks = await sinksWith(a, b, pipe, '/dev/null')
    await sinks.finish()
    expect(openFiles('/').sort()).toEqual(before)
    await text
  })

  test('when they are abandoned', async () => {
    makePipe(pipe)
    const text = readPipe(pipe)
    const sinks = await sinksWith(a, b, pipe, '/dev/null')
    await sinks.abandon()
    expect(openFiles('/').sort()).toEqual(before)
    await text
  })

  test('when they are abandoned after one has failed', async () => {
    const sinks = await sinksWith(a, '/dev/full', b, '/dev/null')
    await expect(sinks.finish()).rejects.toThrow(OutputError)
    await sinks.abandon()
    expect(openFiles('/').sort()).toEqual(before)
  })

  test('when they are abandoned twice', async () => {
    const sinks = await sinksWith(a, '/dev/null')
    await sinks.abandon()
    await sinks.abandon()
    expect(openFiles('/').sort()).toEqual(before)
    expect(names()).toEqual([])
  })
})

// standard output and the limits of a process belong to the process, so each test is one
describe('of a whole process', () => {
  const modules = {
    gate: new URL('../../dist/core/gate.js', import.meta.url),
    sinks: new URL('../../dist/sinks/open.js', import.meta.url),
  }

  /** Sends records to the sinks of a new process, finishes, and abandons them if that fails. */
  function runs(
    records: [destination: string, record: string][],
    around: (node: string) => string,
  ) {
    const program = `
      import { readdirSync, readlinkSync } from 'node:fs'
      import { Gate } from '${modules.gate}'
      import { Sinks } from '${modules.sinks}'
      const sinks = new Sinks(new Gate(), () => {})
      for (const [destination, record] of JSON.parse(process.argv[1])) {
        sinks.open(destination).send(record)
      }
      try {
        await sinks.finish()
      } catch (error) {
        console.error(error.name + ': ' + error.message)
        await sinks.abandon()
      }
      for (const descriptor of readdirSync('/proc/self/fd')) {
        try {
          const name = readlinkSync('/proc/self/fd/' + descriptor)
          if (/jsonl|partial/.test(name)) console.error('open: ' + name)
        } catch {} // the one that listed the others
      }`
    const command = around(`node --input-type=module -e "$1" "$2"`)
    const words = ['--norc', '-c', command, 'bash', program, JSON.stringify(records)]
    return spawnSync('bash', words, { encoding: 'utf8', cwd: directory })
  }

  test('files and stdout are written together', () => {
    const records: [string, string][] = [
      ['a.jsonl', '1'],
      ['-', '2'],
      ['b.jsonl', '3'],
    ]
    const { stdout, stderr } = runs(records, (node) => `${node} | cat`)
    expect([stdout, stderr]).toEqual(['"2"\n', ''])
    expect(readFileSync(a, 'utf8')).toBe('"1"\n')
    expect(readFileSync(b, 'utf8')).toBe('"3"\n')
    expect(names()).toEqual(['a.jsonl', 'b.jsonl'])
  })

  test.each([
    ['before', ['-', 'a.jsonl']],
    ['after', ['a.jsonl', '-']],
    ['between', ['a.jsonl', '-', 'b.jsonl']],
  ])('no file appears when stdout fails %s it', (_, destinations) => {
    const records = destinations.map((name): [string, string] => [name, '1'])
    const { stderr } = runs(records, (node) => `${node} > /dev/full`)
    expect(stderr).toBe('OutputError: stdout: no space left on device\n')
    expect(names()).toEqual([])
  })

  test.each([
    ['before', ['b.jsonl', 'a.jsonl']],
    ['after', ['a.jsonl', 'b.jsonl']],
  ])('no file appears when a file fails %s it, and no descriptor is left', (_, destinations) => {
    writeFileSync(a, 'old\n')
    const records = destinations.map((name): [string, string] => [
      name,
      name === 'b.jsonl' ? LARGE : '1',
    ])
    const { stderr } = runs(records, (node) => `ulimit -f 16; ${node}`)
    expect(stderr).toBe('OutputError: b.jsonl: file too large\n')
    expect(names()).toEqual(['a.jsonl'])
    expect(readFileSync(a, 'utf8')).toBe('old\n')
  })

  test('stdout keeps what it was given when a file fails', () => {
    const records: [string, string][] = [
      ['b.jsonl', LARGE],
      ['-', '1'],
    ]
    const { stdout } = runs(records, (node) => `ulimit -f 16; ${node} | cat`)
    expect(stdout).toBe('"1"\n')
    expect(names()).toEqual([])
  })
})
