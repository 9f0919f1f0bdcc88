import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Claims } from '../../src/sinks/claims.ts'
import { filesRead } from '../../src/sources/open.ts'
import { makePipe } from './system.ts'

let directory: string
let a: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  a = join(directory, 'a')
  writeFileSync(a, '')
  linkSync(a, join(directory, 'hard'))
  symlinkSync('a', join(directory, 'soft'))
  symlinkSync('missing', join(directory, 'nowhere'))
  mkdirSync(join(directory, 'folder'))
  symlinkSync('folder', join(directory, 'linked'))
})

afterEach(() => rmSync(directory, { recursive: true }))

test.each(['a', './a', 'folder/../a', 'hard', 'soft', 'linked/../a'])(
  'what is read cannot be written: %s',
  (name) => {
    const claims = new Claims([a])
    expect(claims.take(`${directory}/${name}`, 'dest')).toMatch(/this run reads it/)
    expect(claims.take(join(directory, 'b'), 'dest')).toBeUndefined()
    expect(new Claims([`${directory}/${name}`]).take(a, 'dest')).toMatch(/this run reads it/)
  },
)

test('what is read from a descriptor cannot be written, nor what is read to one', () => {
  const descriptor = openSync(a, 'r')
  expect(new Claims([descriptor]).take(a, 'dest')).toMatch(/this run reads it/)
  expect(new Claims([a]).take(descriptor, 'dest')).toBe(
    `is ${a}, and this run reads it: expected another file to write to`,
  )
})

test('what will be read and is not there yet cannot be written', () => {
  expect(
    new Claims([join(directory, 'linked/x')]).take(join(directory, 'folder/x'), 'dest'),
  ).toMatch(/reads/)
})

test('one file cannot be written twice, by whatever name', () => {
  const claims = new Claims()
  expect(claims.take(a, 'first')).toBeUndefined()
  for (const name of ['a', 'hard', 'soft']) {
    expect(claims.take(join(directory, name), 'dest')).toBe('is written as first too')
  }
  expect(claims.take(join(directory, 'linked/x'), 'first')).toBeUndefined()
  expect(claims.take(join(directory, 'folder/x'), 'dest')).toBe('is written as first too')
})

test('devices and pipes may be all of it', () => {
  const pipe = makePipe(join(directory, 'pipe'))
  const claims = new Claims(['/dev/null', pipe])
  for (const place of ['/dev/null', '/dev/null', pipe, pipe]) {
    expect(claims.take(place, 'dest')).toBeUndefined()
  }
})

test('an archive is read when a member is, and nothing is of a URL', () => {
  expect(filesRead(['a.xml', '-', 'b.zip', 'c.zip:d.xml', 'https://e.example/f.xml'])).toEqual([
    'a.xml',
    0,
    'b.zip',
    'c.zip',
  ])
})
