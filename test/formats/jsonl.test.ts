import { expect, test } from 'vitest'
import { StageError } from '../../src/core/errors.ts'
import { jsonl, jsonOf } from '../../src/formats/jsonl.ts'
import type { Value } from '../../src/record/record.ts'
import { encode } from './encode.ts'

test('each record is a line', () => {
  expect(encode(jsonl, [{ a: '1' }, null, 'x\ny'])).toBe('{"a":"1"}\nnull\n"x\\ny"\n')
})

test('no records are nothing', () => {
  expect(encode(jsonl, [])).toBe('')
})

test('a record that is too deep is a failure of it, not a defect', () => {
  let deep: Value = 'x'
  for (let n = 0; n < 100_000; n++) deep = { a: deep }
  expect(() => jsonOf(deep)).toThrow(StageError)
})
