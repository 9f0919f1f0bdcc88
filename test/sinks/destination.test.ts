import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { findDestination } from '../../src/sinks/destination.ts'
import { makePipe } from './system.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'cosax-')))
  path = join(directory, 'out.jsonl')
})

afterEach(() => rmSync(directory, { recursive: true }))

/** Makes a link in the folder of the test and answers its path. */
function link(name: string, target: string): string {
  const path = join(directory, name)
  symlinkSync(target, path)
  return path
}

describe('a name', () => {
  test('of nothing yet is a file', () => {
    expect(findDestination(path)).toEqual({ path, isFile: true })
  })

  test('of a file is that file', () => {
    writeFileSync(path, 'old\n')
    expect(findDestination(path)).toEqual({ path, isFile: true })
  })

  test.each([true, false])('has one path, however it is written: the file is there: %s', (is) => {
    if (is) writeFileSync(path, 'old\n')
    expect(findDestination(`${directory}/./x/..//out.jsonl`).path).toBe(path)
    expect(findDestination(relative(process.cwd(), path)).path).toBe(path)
  })

  test('of a named pipe is no file', () => {
    makePipe(path)
    expect(findDestination(path)).toEqual({ path, isFile: false })
  })

  test('of a device is no file', () => {
    expect(findDestination('/dev/null')).toEqual({ path: '/dev/null', isFile: false })
  })

  test('makes nothing', () => {
    findDestination(path)
    findDestination(link('link', 'new'))
    expect(readdirSync(directory)).toEqual(['link'])
  })
})

describe('a link', () => {
  test.each(['out.jsonl', './out.jsonl', 'folder/../out.jsonl'])(
    'to a file is that file: %s',
    (target) => {
      mkdirSync(join(directory, 'folder'))
      writeFileSync(path, 'old\n')
      expect(findDestination(link('link', target))).toEqual({ path, isFile: true })
    },
  )

  test('through a linked folder is the file in the folder', () => {
    mkdirSync(join(directory, 'folder'))
    const linked = link('linked', 'folder')
    const inside = join(directory, 'folder', 'out.jsonl')
    expect(findDestination(join(linked, 'out.jsonl')).path).toBe(inside)
    writeFileSync(inside, 'old\n')
    expect(findDestination(join(linked, 'out.jsonl')).path).toBe(inside)
  })

  test('to a device or a named pipe is no file', () => {
    expect(findDestination(link('null', '/dev/null'))).toEqual({ path: '/dev/null', isFile: false })
    makePipe(path)
    expect(findDestination(link('pipe', 'out.jsonl'))).toEqual({ path, isFile: false })
  })
})

describe('a link to nowhere', () => {
  test.each([
    ['relative', () => 'out.jsonl'],
    ['relative, with dots', () => './folder/../out.jsonl'],
    ['absolute', () => path],
  ])('is the file that it names: %s', (_, target) => {
    mkdirSync(join(directory, 'folder'))
    expect(findDestination(link('link', target()))).toEqual({ path, isFile: true })
  })

  test('is relative to its own folder, not to the one of the process', () => {
    mkdirSync(join(directory, 'folder'))
    expect(findDestination(link('folder/link', '../out.jsonl')).path).toBe(path)
    const sibling = join(directory, 'folder', 'new')
    expect(findDestination(link('folder/sibling', 'new')).path).toBe(sibling)
  })

  test('may lead over other links', () => {
    mkdirSync(join(directory, 'folder'))
    link('c', 'out.jsonl')
    link('folder/b', '../c')
    expect(findDestination(link('a', 'folder/b'))).toEqual({ path, isFile: true })
  })

  test('is relative to the folder where it really is', () => {
    mkdirSync(join(directory, 'deep', 'folder'), { recursive: true })
    const linked = link('linked', 'deep/folder')
    link('deep/folder/link', '../out.jsonl')
    const named = join(directory, 'deep', 'out.jsonl')
    expect(findDestination(join(linked, 'link')).path).toBe(named)
    writeFileSync(named, '') // the system means the same
    expect(findDestination(join(linked, 'link')).path).toBe(named)
  })

  test('may lead into a linked folder', () => {
    mkdirSync(join(directory, 'folder'))
    link('linked', 'folder')
    const path = join(directory, 'folder', 'new')
    expect(findDestination(link('link', 'linked/new'))).toEqual({ path, isFile: true })
  })

  test.each([
    ['itself', [['link', 'link']]],
    [
      'a link that leads back',
      [
        ['link', 'b'],
        ['b', 'c'],
        ['c', 'b'],
      ],
    ],
  ])('is refused when it leads to %s', (_, links) => {
    for (const [name, target] of links) link(name!, target!)
    const name = join(directory, 'link')
    expect(() => findDestination(name)).toThrow(OutputError)
    expect(() => findDestination(name)).toThrow(`${name}: too many symbolic links`)
  })

  test('is refused when it leads into a missing folder', () => {
    const name = link('link', 'missing/out.jsonl')
    expect(() => findDestination(name)).toThrow(
      new OutputError(`${name}: no such file or directory`),
    )
  })
})

describe('what cannot be written', () => {
  beforeEach(() => {
    writeFileSync(join(directory, 'file'), '')
    link('folder', '.')
  })

  test.each([
    ['in a missing directory', 'missing/out.jsonl', 'no such file or directory'],
    ['that is a directory', '', 'is a directory'],
    ['that is a directory, without a slash', '.', 'is a directory'],
    ['that is a link to a directory', 'folder', 'is a directory'],
    ['with the name of a missing directory', 'missing/', 'no such file or directory'],
    ['with the name of a directory that is a file', 'file/', 'not a directory'],
    ['below a file', 'file/out.jsonl', 'not a directory'],
    ['with a name that is too long', 'x'.repeat(256), 'name too long'],
  ])('%s is refused, by the name that was given', (_, name, reason) => {
    const whole = `${directory}/${name}`
    expect(() => findDestination(whole)).toThrow(new OutputError(`${whole}: ${reason}`))
    expect(readdirSync(directory).sort()).toEqual(['file', 'folder'])
  })
})

// the names that a shell gives to a pipe without a name, as in `--to >(gzip)`
describe('a pipe without a name', () => {
  const module = new URL('../../dist/sinks/destination.js', import.meta.url)
  const program = `
    import { writeFileSync } from 'node:fs'
    import { findDestination } from '${module}'
    const { path, isFile } = findDestination(process.argv[1])
    console.error(isFile)
    writeFileSync(path, 'arrives')`

  test.each(['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])('can be written: %s', (name) => {
    const command = `node --input-type=module -e "$1" "$2" | cat`
    const words = ['--norc', '-c', command, 'bash', program, name]
    const { stdout, stderr } = spawnSync('bash', words, { encoding: 'utf8' })
    expect(stderr).toBe('false\n')
    expect(stdout).toBe('arrives')
  })
})
