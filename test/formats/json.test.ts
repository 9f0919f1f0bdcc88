import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Encoder } from '../../src/formats/format.ts'
import { json } from '../../src/formats/json.ts'
import { Lines } from '../../src/record/lines.ts'
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

test('lines that come in any batches, records among them, are as the records alone', () => {
  const law = (batches: Value[][], singles: Value[]) => {
    const alone = singles.slice(0, batches.length)
    const encoder = json.open({}) as Encoder
    let text = ''
    for (const [i, records] of batches.entries()) {
      const lines = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''))
      const batches = lines.length > 0 ? [new Lines(lines, records.length)] : []
      for (const batch of batches) {
        for (const { bytes } of encoder.encodeLines?.(batch) ?? []) text += String(bytes)
      }
      if (i < alone.length) text += encoder.encode(alone[i] as Value)
    }
    const all = batches.flatMap((records, i) => [...records, ...alone.slice(i, i + 1)])
    expect(text + encoder.end()).toBe(encode(json, all))
  }
  const records = fc.array(fc.jsonValue().map(plain), { maxLength: 4 })
  fc.assert(fc.property(fc.array(records, { minLength: 3 }), records, law))
})

/** Without -0, which JSON has not. */
function plain(value: unknown): Value {
  return JSON.parse(JSON.stringify(value))
}
