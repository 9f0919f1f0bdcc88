import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { Appended } from '../../src/sinks/appended.ts'
import { openFiles } from './system.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  path = join(directory, 'out')
})

afterEach(() => rmSync(directory, { recursive: true }))

function open(at = path): Appended {
  return new Appended(at, 'name', new Gate(), () => {})
}

test('a file keeps what it has, and gets the rest after it', async () => {
  writeFileSync(path, 'old\n')
  const output = open()
  expect(output.before).toMatchObject({ head: 'old\n', endsLine: true })
  output.write('new\n')
  await output.flush()
  output.commit()
  expect(readFileSync(path, 'utf8')).toBe('old\nnew\n')
  expect(output.records).toBe(1)
  expect(openFiles(directory)).toEqual([])
})

test('a file that is not there is made', async () => {
  const output = open()
  expect(output.before).toBeUndefined()
  await output.flush()
  expect(existsSync(path)).toBe(true)
})

test('what was written stays when it is discarded', async () => {
  const output = open()
  output.write('new\n')
  output.discard()
  await output.flush()
  expect(readFileSync(path, 'utf8')).toBe('new\n')
})

test('a file that cannot be opened is refused by its name', () => {
  expect(() => open(join(directory, 'missing', 'out'))).toThrow(
    new OutputError('name: no such file or directory'),
  )
})

test.each([
  ['jsonl', 'what a killed run has left', '{"a":1', '{"a":1\n"new"\n'],
  ['a whole line', 'has its end', '"old"\n', '"old"\n"new"\n'],
])('what is added begins on a line of its own: %s %s', async (_, __, old, all) => {
  writeFileSync(path, old)
  const output = open()
  output.write('"new"\n')
  await output.flush()
  expect(readFileSync(path, 'utf8')).toBe(all)
})

test('nothing is added to a piece of a line when there is nothing to add', async () => {
  writeFileSync(path, '{"a":1')
  const output = open()
  output.write('', 0)
  await output.flush()
  expect(readFileSync(path, 'utf8')).toBe('{"a":1')
})
