import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { makeFoldersBelow } from '../../src/sinks/below.ts'
import { Template } from '../../src/sinks/template.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  mkdirSync(join(directory, 'real/a'), { recursive: true })
  symlinkSync('real', join(directory, 'link'))
  symlinkSync('..', join(directory, 'real/out'))
  symlinkSync('nowhere', join(directory, 'real/a/nowhere'))
})

afterEach(() => rmSync(directory, { recursive: true }))

function made(base: string, file: string): string[] {
  const folders = makeFoldersBelow(join(directory, base), join(directory, file))
  return folders.map((folder) => relative(directory, folder))
}

test('folders are made, outer ones first', () => {
  expect(made('x/y', 'x/y/z/1/f')).toEqual(['x', 'x/y', 'x/y/z', 'x/y/z/1'])
  expect(made('x/y', 'x/y/z/2/f')).toEqual(['x/y/z/2'])
  expect(made('x/y', 'x/y/f')).toEqual([])
})

test('the folder of the user may be a link, also on the way to it', () => {
  expect(made('link', 'link/b/f')).toEqual(['link/b'])
  expect(existsSync(join(directory, 'real/b'))).toBe(true)
  expect(made('link/a', 'link/a/f')).toEqual([])
})

test.each(['real/out/f', 'real/out/x/f', 'link/out/f', 'real/a/nowhere', 'real/a/nowhere/x/f'])(
  'no link is followed below it: %s',
  (file) => {
    const base = file.startsWith('link') ? 'link' : 'real'
    expect(() => made(base, file)).toThrow(OutputError)
    expect(() => made(base, file)).toThrow('is a symbolic link')
    expect(existsSync(join(directory, 'x'))).toBe(false)
  },
)

test('a file in the place of a folder is refused', () => {
  writeFileSync(join(directory, 'real/f'), '')
  expect(() => made('real', 'real/f/x/g')).toThrow()
})

test.each([
  ['out/{k}/f.jsonl', 'out'],
  ['a/b/c{k}.jsonl', 'a/b'],
  ['{k}.jsonl', ''],
  ['/{k}/x', '/'],
  ['/a/{k}/x/{l}', '/a'],
  ['a/b.jsonl', 'a'],
  ['b.jsonl', ''],
])('the folder that no field has a part in: %s', (text, base) => {
  expect(new Template(text).base).toBe(base)
})
