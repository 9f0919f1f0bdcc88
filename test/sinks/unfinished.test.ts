import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  addUnfinished,
  forgetUnfinished,
  type Kind,
  removeAll,
  removeUnfinished,
  watchUnfinished,
} from '../../src/sinks/unfinished.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
})

afterEach(() => rmSync(directory, { recursive: true }))

/** Makes a file, or a folder, and lists it. */
function make(name: string, kind: Kind = 'file'): string {
  const path = join(directory, name)
  if (kind === 'file') writeFileSync(path, '')
  else mkdirSync(path)
  addUnfinished(path, kind)
  return path
}

test('what is not finished is removed, folders after what is in them', () => {
  make('by', 'folder')
  make('by/a')
  make('full', 'folder')
  writeFileSync(join(directory, 'full/other'), '')
  forgetUnfinished(make('finished'))
  rmSync(make('gone'))
  removeUnfinished()
  expect(readdirSync(directory).sort()).toEqual(['finished', 'full'])
})

test('another thread can be given the list, and remove it', () => {
  const before = make('before')
  const known = new Map<string, Kind>()
  const leave = watchUnfinished((path, kind) => {
    if (kind) known.set(path, kind)
    else known.delete(path)
  })
  const during = make('during', 'folder')
  forgetUnfinished(make('finished'))
  expect([...known]).toEqual([
    [before, 'file'],
    [during, 'folder'],
  ])
  removeAll(known)
  leave()
  make('after')
  expect(known.size).toBe(2)
  removeUnfinished()
  expect(existsSync(before)).toBe(false)
  expect(existsSync(during)).toBe(false)
})

test('nothing listens for the end of the process when all is finished', () => {
  const listeners = process.listenerCount('exit')
  const path = make('a')
  make('b')
  expect(process.listenerCount('exit')).toBe(listeners + 1)
  forgetUnfinished(path)
  forgetUnfinished(path)
  removeUnfinished()
  expect(process.listenerCount('exit')).toBe(listeners)
})

test.each([
  ['files', ['--to', 'a.jsonl', '--to', 'b.jsonl.gz', '--to', '{b}.csv']],
  ['a database', ['--to', 'a.sqlite']],
  ['files in folders', ['--to', 'by/{b}/c.jsonl']],
])('%s are gone when a function of the user ends the process', (_, to) => {
  writeFileSync(join(directory, 'a.xml'), `<a>${'<r><b>1</b></r>'.repeat(100)}</a>`)
  const function_ = '(r, n) => n < 99 ? r : process.exit(7)'
  const { status } = spawnSync(
    'node',
    [join(process.cwd(), 'bin/cosax.js'), 'a.xml', '--map-js', function_, ...to],
    { cwd: directory },
  )
  expect(status).toBe(7)
  expect(readdirSync(directory)).toEqual(['a.xml'])
})
