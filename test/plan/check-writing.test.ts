import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { checkWriting } from '../../src/plan/check-writing.ts'
import type { Pipeline } from '../../src/plan/plan.ts'

function pipeline(rest: Partial<Pipeline>): Pipeline {
  return { stages: [], ...rest }
}

test.each<[string, Partial<Pipeline>]>([
  [
    'columns for one of two destinations',
    { to: ['a.csv', 'b.jsonl'], writing: { columns: ['a'] } },
  ],
  ['columns for stdout as CSV', { writing: { format: 'csv', columns: ['a'] } }],
  ['names for XML', { to: ['a.xml'], writing: { root: 'a', element: 'b', prefixes: { c: 'd' } } }],
  ['a limit of files by value', { to: ['{a}'], writing: { files: 3 } }],
  ['a delimiter and no header', { to: ['a.csv'], writing: { delimiter: '\t', header: false } }],
  ['a delimiter for text', { to: ['a.txt'], writing: { delimiter: ';' } }],
  ['a trunk without destinations', { branches: [pipeline({ writing: { format: 'csv' } })] }],
])('%s is well', (_, part) => {
  checkWriting(pipeline(part))
})

test.each<[string, Partial<Pipeline>, string]>([
  [
    'columns for lines',
    { writing: { columns: ['a'] } },
    '--columns: means nothing to JSON lines; --select chooses fields',
  ],
  [
    'a guard for JSON and XML',
    { to: ['a.json', 'b.xml'], writing: { guard: true } },
    '--csv-guard: means nothing to JSON and XML',
  ],
  ['a root for CSV', { to: ['a.csv'], writing: { root: 'a' } }, '--xml-root: means nothing to CSV'],
  [
    'a limit of files for one',
    { to: ['a.csv'], writing: { files: 3 } },
    '--max-files: expected --to with a field in braces',
  ],
  [
    'a format for branches',
    { writing: { format: 'csv' }, branches: [pipeline({})] },
    'nothing is written before the first --branch',
  ],
  [
    'no header for text',
    { to: ['a.txt'], writing: { header: false } },
    '--no-header: means nothing',
  ],
  ['a mark for JSON', { to: ['a.json'], writing: { bom: true } }, '--bom: means nothing to JSON'],
  ['two delimiters', { to: ['a.csv'], writing: { delimiter: ';;' } }, '--delimiter: expected one'],
  ['a quote between', { to: ['a.csv'], writing: { delimiter: '"' } }, '--delimiter: expected one'],
  ['a name that cannot be', { to: ['{a'] }, '{ has no other half'],
  [
    'an unknown format in a branch',
    { branches: [pipeline({ writing: { format: 'x' } })] },
    '--format: expected one of',
  ],
])('%s is refused', (_, part, message) => {
  expect(() => checkWriting(pipeline(part))).toThrow(UsageError)
  expect(() => checkWriting(pipeline(part))).toThrow(message)
})
