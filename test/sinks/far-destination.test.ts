import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { formatOfDestination, wordsFor } from '../../src/sinks/destination-format.ts'
import { addressOf, checkFar, commandOf, isFar } from '../../src/sinks/far-destination.ts'
import { isTemplate } from '../../src/sinks/template.ts'

test.each([
  ['tcp://127.0.0.1:80', { host: '127.0.0.1', port: 80 }],
  ['tcp://[::1]:65535', { host: '::1', port: 65535 }],
  ['tcp://a-host.example:1', { host: 'a-host.example', port: 1 }],
])('%s is an address', (text, address) => {
  expect(addressOf(text)).toEqual(address)
  expect(isFar(text)).toBe(true)
})

test.each([
  'tcp://',
  'tcp://a',
  'tcp://a:',
  'tcp://:80',
  'tcp://a:0',
  'tcp://a:65536',
  'tcp://a:80/x',
  'tcp://::1:80',
])('%s is none', (text) => {
  expect(() => checkFar(text)).toThrow(UsageError)
})

describe('a command', () => {
  test('is what follows exec:, whatever it looks like', () => {
    const text = 'exec:sort > {a}.csv.bz2'
    expect(commandOf(text)).toBe('sort > {a}.csv.bz2')
    expect(isTemplate(text)).toBe(false)
    expect(formatOfDestination(text)).toMatchObject({ isMany: false, takesLines: true })
    expect(wordsFor(text, { format: 'csv.gz' })).toBe(`CSV to ${text}, compressed with gzip`)
  })

  test.each(['exec:', 'exec: '])('is missing in %j', (text) => {
    expect(() => checkFar(text)).toThrow(UsageError)
  })
})

test.each(['./exec:cat', 'exec', 'tcp:80', '-', 'a.jsonl'])('%s is a path', (text) => {
  expect(isFar(text)).toBe(false)
})
