import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import type { OpenFileWriter } from '../../src/formats/format.ts'
import { into, WrittenFile } from '../../src/sinks/written-file.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
  path = join(directory, 'out.db')
})

afterEach(() => rmSync(directory, { recursive: true }))

const leave = vi.fn()

/** A list of records, written at its end. */
const list: OpenFileWriter = {
  makes: 'file',
  open(at, { columns }) {
    const records: unknown[] = [columns]
    return {
      write(record) {
        if (record === 'bad') throw new Error('bad record')
        records.push(record)
      },
      end: () => writeFileSync(at, JSON.stringify(records)),
      leave,
    }
  },
}

function open(): WrittenFile {
  return new WrittenFile(path, 'name', list, { columns: ['a'] })
}

test('a file that its format writes appears when it is committed', async () => {
  writeFileSync(path, 'old', { mode: 0o640 })
  const file = open()
  const target = into(file)
  target.send('1')
  target.send('2')
  target.close()
  await file.flush()
  await file.flush()
  expect(readFileSync(path, 'utf8')).toBe('old')
  file.commit()
  expect(readFileSync(path, 'utf8')).toBe('[["a"],"1","2"]')
  expect(file.records).toBe(2)
  expect(statSync(path).mode & 0o777).toBe(0o640)
  expect(readdirSync(directory)).toEqual(['out.db'])
})

test('a file is left, and nothing of it stays, when it is discarded', async () => {
  leave.mockClear()
  const file = open()
  file.write('1')
  file.discard()
  await file.flush()
  expect(leave).toHaveBeenCalledTimes(1)
  expect(existsSync(path)).toBe(false)
})

test('a file that is whole is not left once more when it is discarded', async () => {
  leave.mockClear()
  const file = open()
  await file.flush()
  file.discard()
  expect(leave).not.toHaveBeenCalled()
  expect(readdirSync(directory)).toEqual([])
})

test('a record that cannot be written fails by the name of the file', () => {
  expect(() => open().write('bad')).toThrow(new OutputError('name: bad record'))
})
