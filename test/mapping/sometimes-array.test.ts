import { expect, test } from 'vitest'
import { SometimesArrays } from '../../src/mapping/sometimes-array.ts'

test('a record of many megabytes is not read again to look for arrays', () => {
  const arrays = new SometimesArrays()
  const long = Buffer.from(`{${'"'.repeat(2 << 20)}\n`) // no JSON, which would be noticed
  arrays.lines(long)
  arrays.lines(Buffer.from('{"a":"1"}\n{"a":["1","2"]}\n'))
  expect(arrays.warning()).toContain('--array a ')
})
