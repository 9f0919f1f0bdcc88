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

test('a file keeps what it has, and gets the rest behind it', async () => {
  writeFileSync(path, 'old\n')
  const output = open()
  expect(output.isContinued).toBe(true)
  output.write('new\n')
  await output.flush()
  output.commit()
  expect(readFileSync(path, 'utf8')).toBe('old\nnew\n')
  expect(output.records).toBe(1)
  expect(openFiles(directory)).toEqual([])
})

test('a file that is not there is made', async () => {
  const output = open()
  expect(output.isContinued).toBe(false)
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
