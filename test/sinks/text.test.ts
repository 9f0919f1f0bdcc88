import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { writeText } from '../../src/sinks/text.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

test('every file has the text', async () => {
  const files = ['a', 'b'].map((name) => join(folder, name))
  writeFileSync(join(folder, 'a'), 'before')
  await writeText('text\n', files)
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(['text\n', 'text\n'])
  expect(readdirSync(folder)).toEqual(['a', 'b'])
})

test('no file appears if one cannot be written', async () => {
  const files = [join(folder, 'a'), join(folder, 'missing', 'b')]
  await expect(writeText('text\n', files)).rejects.toThrow(OutputError)
  expect(existsSync(join(folder, 'a'))).toBe(false)
  expect(readdirSync(folder)).toEqual([])
})
