import fc from 'fast-check'
import { expect, test } from 'vitest'
import { json } from '../../src/formats/json.ts'
import type { Value } from '../../src/record/record.ts'
import { encode } from './encode.ts'

test('no records are an empty array', () => {
  expect(encode(json, [])).toBe('[]\n')
})

test('each record stands on a line', () => {
  expect(encode(json, [{ a: '1' }, null, 'x'])).toBe('[\n{"a":"1"},\nnull,\n"x"\n]\n')
})

test('any records are the same when they are read back', () => {
  const law = (records: Value[]) => {
    expect(JSON.parse(encode(json, records))).toEqual(records)
  }
  fc.assert(fc.property(fc.array(fc.jsonValue().map(plain)), law))
})

/** Without -0, which JSON has not. */
function plain(value: unknown): Value {
  return JSON.parse(JSON.stringify(value))
}
