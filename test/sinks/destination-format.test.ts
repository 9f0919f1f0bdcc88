import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Writing } from '../../src/record/writing.ts'
import { formatOfDestination, wordsFor } from '../../src/sinks/destination-format.ts'

test.each<[string, Writing, string]>([
  ['-', {}, 'JSON lines to stdout'],
  ['a.csv', {}, 'CSV to a.csv'],
  ['-', { format: 'table' }, 'a table to stdout'],
  ['a.json.gz', {}, 'JSON to a.json.gz, compressed with gzip'],
  ['a.zst', {}, 'JSON lines to a.zst, compressed with zstd'],
  ['{a}.csv', {}, 'CSV to {a}.csv, a file for each value'],
  ['a.csv', { rotate: { records: 10 } }, 'CSV to a.csv, a new file after 10 records'],
  ['a.csv', { rotate: { bytes: 10 } }, 'CSV to a.csv, a new file after 10 bytes'],
  ['a.csv', { append: true }, 'CSV to a.csv, added to what is there'],
])('%s with %j is %s', (destination, writing, words) => {
  expect(wordsFor(destination, writing)).toBe(words)
})

test.each<[string, Writing, boolean]>([
  ['-', {}, true],
  ['a.jsonl', {}, true],
  ['a.jsonl.gz', {}, true],
  ['a.csv', { format: 'jsonl' }, true],
  ['a.jsonl', { append: true }, true],
  ['a.csv', {}, true],
  ['a.parquet', {}, true],
  ['a.jsonl', { format: 'arrow' }, true],
  ['a.db', {}, true],
  ['a.jsonl', { format: 'xml' }, true],
  ['a.xml', { element: '{a}' }, false],
  ['{a}.jsonl', {}, false],
  ['a.jsonl', { rotate: { records: 1 } }, false],
])('%s with %j takes lines: %s', (destination, writing, takes) => {
  expect(formatOfDestination(destination, writing).takesLines).toBe(takes)
})

test.each<[string, Writing]>([
  ['-', { rotate: { records: 1 } }],
  ['/dev/stdout', { append: true }],
  ['a.jsonl', { rotate: { records: 1 }, append: true }],
  ['a.json', { append: true }],
  ['a.xml', { append: true }],
  ['by/{a}/', {}],
  ['a', { format: 'nope' }],
  ['a.xz', {}],
])('%s with %j is refused', (destination, writing) => {
  expect(() => formatOfDestination(destination, writing)).toThrow(UsageError)
})
