import { expect, test } from 'vitest'
import { SometimesArrays } from '../../src/mapping/sometimes-array.ts'

test('a record of many megabytes is not read again to look for arrays', () => {
  const arrays = new SometimesArrays()
  const long = Buffer.from(`{${'"'.repeat(2 << 20)}\n`) // no JSON, which would be noticed
  arrays.lines(long)
  arrays.lines(Buffer.from('{"a":"1"}\n{"a":["1","2"]}\n'))
  expect(arrays.warning()).toContain('--array a ')
})

test('in Parker the child is named that is an array in place of its parent', () => {
  const arrays = new SometimesArrays({ dialect: 'parker' })
  arrays.lines(Buffer.from('{"authors":["x","y"],"id":1}\n{"authors":{"author":"x"},"id":2}\n'))
  expect(arrays.warning()).toContain('--array authors/author ')
})
