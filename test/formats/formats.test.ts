import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { FORMATS, formatNamed, formatOf, stemOf } from '../../src/formats/formats.ts'

describe('the format of a destination', () => {
  test.each([
    ['-', 'jsonl'],
    ['buses', 'jsonl'],
    ['buses.dat', 'jsonl'],
    ['buses.jsonl', 'jsonl'],
    ['buses.ndjson', 'jsonl'],
    ['buses.json', 'json'],
    ['a.json/buses.csv', 'csv'],
    ['BUSES.CSV', 'csv'],
    ['buses.tsv', 'tsv'],
    ['buses.txt', 'text'],
    ['buses.xml', 'xml'],
    ['csv', 'jsonl'],
  ])('%s is %s', (destination, name) => {
    expect(formatOf(destination)).toEqual({ format: formatNamed(name) })
  })

  test('is the one that is asked for, whatever its name ends in', () => {
    expect(formatOf('buses.csv', 'json')).toEqual({ format: formatNamed('json') })
    expect(formatOf('-', 'csv')).toEqual({ format: formatNamed('csv') })
  })

  test.each([
    ['buses.csv.gz', undefined, 'csv', 'gz'],
    ['buses.gz', undefined, 'jsonl', 'gz'],
    ['buses.json.ZST', undefined, 'json', 'zst'],
    ['-', 'csv.gz', 'csv', 'gz'],
    ['buses.gz', 'csv', 'csv', 'gz'],
    ['buses.gz', 'csv.zst', 'csv', 'zst'],
  ])('%s with %s is compressed', (destination, asked, name, compression) => {
    expect(formatOf(destination, asked)).toEqual({ format: formatNamed(name), compression })
  })

  test.each(['bz2', 'xz', 'lz4', 'br', 'zip', 'Z'])(
    'is not guessed from a name that ends in .%s',
    (suffix) => {
      expect(() => formatOf(`buses.csv.${suffix}`)).toThrow(UsageError)
    },
  )

  test.each(['', 'CSV', 'constructor', '.csv', 'csv.bz2'])('is not %j', (name) => {
    expect(() => formatOf('-', name)).toThrow(UsageError)
  })
})

test.each([
  ['buses.csv', 'buses'],
  ['a.b/v1.2.csv.gz', 'a.b/v1.2'],
  ['buses', 'buses'],
  ['buses.gz', 'buses'],
  ['buses.dat', 'buses.dat'],
])('the stem of %s is %s', (path, stem) => {
  expect(stemOf(path)).toBe(stem)
})

test.each(FORMATS.map((format) => [format.name, format] as const))(
  '%s loads what its entry in the list promises',
  async (_, format) => {
    expect((await format.load()).makes).toBe(format.makesFile ? 'file' : 'bytes')
  },
)

test('no two formats share a name or a suffix', () => {
  const words = FORMATS.flatMap(({ name, suffixes }) => [name, ...suffixes])
  expect(new Set(words).size).toBe(words.length)
})
