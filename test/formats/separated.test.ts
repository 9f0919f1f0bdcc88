import fc from 'fast-check'
import papaparse from 'papaparse'
import { describe, expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import type { FormatOptions } from '../../src/formats/format.ts'
import { csv, tsv } from '../../src/formats/separated.ts'
import type { Dictionary, Value } from '../../src/record/record.ts'
import { encode } from './encode.ts'

describe('CSV', () => {
  test('has a header and a row for each record', () => {
    const records = [
      { id: '1', route: '22' },
      { id: '2', color: 'red' },
    ]
    expect(encode(csv, records)).toBe('id,route,color\n1,22,\n2,,red\n')
  })

  test.each<[Value, string]>([
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    [' space', '" space"'],
    ['a b', 'a b'],
    ['007', '007'],
    ['', '""'],
    [null, ''],
    [7, '7'],
    [false, 'false'],
    [['a', 'b'], '"[""a"",""b""]"'],
    [[], '[]'],
    ['é 漢 😀', 'é 漢 😀'],
    ['=1+1', '=1+1'],
  ])('writes %j as %s', (value, cell) => {
    expect(encode(csv, [{ a: 'x', b: value }])).toBe(`a,b\nx,${cell}\n`)
  })

  test('has no line without anything on it, which would be no row', () => {
    expect(encode(csv, [{ a: null }, { a: '1' }, { a: null }])).toBe('a\n""\n1\n""\n')
  })

  test('without records is a header if the columns are known, else nothing', () => {
    expect(encode(csv, [], { columns: ['a', 'b'] })).toBe('a,b\n')
    expect(encode(csv, [])).toBe('')
  })

  test('has the columns that are asked for, in their order', () => {
    const records = [{ a: '1', b: '2', c: '3' }]
    expect(encode(csv, records, { columns: ['c', 'a', 'x'] })).toBe('c,a,x\n3,1,\n')
  })

  test('has no header after what was there', () => {
    const options = { columns: ['a'], isContinued: true }
    expect(encode(csv, [{ a: '1' }], options)).toBe('1\n')
    expect(encode(csv, [], options)).toBe('')
    expect(() => csv.open({ isContinued: true, isInQuotes: true })).toThrow(OutputError)
  })

  test.each([
    ['the columns of the file', 'a,b\n', {}, [{ a: '1', b: '2' }], '1,2\n'],
    ['another order', 'b,a\r\n9,9\r\n', {}, [{ a: '1', b: '2' }], '2,1\r\n'],
    ['fields that some lack', '\ufeffa,b,c', {}, [{ b: '2' }, { c: '3', a: '1' }], ',2,\n1,,3\n'],
    ['one column', 'a\n', {}, [{ a: null }, { a: '' }], '""\n""\n'],
    ['no records', 'a,b\n', {}, [], ''],
    [
      'some that are asked for',
      'a,b,c\n',
      { columns: ['c', 'a'] },
      [{ a: '1', b: '2', c: '3' }],
      '1,,3\n',
    ],
    ['those of stages', 'a,b\n', { fields: ['b'] }, [{ b: '2' }], ',2\n'],
    ['some that a shape knows', 'a,b\n', { known: new Map([['b', 'text']]) }, [{ b: '2' }], ',2\n'],
    ['names in quotes', '"a ""x""","b\nc"\n', {}, [{ 'b\nc': '2', 'a "x"': '1' }], '1,2\n'],
    ['a guarded name', "a,'=b\n", { guard: true }, [{ '=b': '=2', a: '1' }], "1,'=2\n"],
    ['paths', 'a/b,c\n', {}, [{ c: '2', a: { b: '1' } }], '1,2\n'],
    ['a file without names', '1,2\n', { header: false }, [{ x: '1', y: '2' }], '1,2\n'],
  ] as [string, string, FormatOptions, Value[], string][])(
    'fits the header of the file that it is added to: %s',
    (_, head, options, records, rows) => {
      const all = { ...options, isContinued: true, head }
      expect(encode(csv, records, all)).toBe(rows)
      const tabs = (text: string) => text.replaceAll(',', '\t')
      expect(encode(tsv, records, { ...all, head: tabs(head) })).toBe(tabs(rows))
    },
  )

  test.each([
    ['a field', {}, [{ a: '1' }, { x: '2' }]],
    ['a column that is asked for', { columns: ['x'] }, [{ a: '1' }]],
    ['a name that differs in case', {}, [{ A: '1', x: '2' }]],
    ['a later field', {}, [...Array(1500).fill({ a: '1' }), { x: '2' }]],
    [
      'one column more than a file without names has',
      { header: false },
      [{ x: '1', y: '2', z: '3' }],
    ],
  ] as [string, FormatOptions, Value[]][])(
    'refuses %s that the file has no column for',
    (_, options, records) => {
      const all = { ...options, isContinued: true, head: 'a,b\n1,2\n' }
      expect(() => encode(csv, records, all)).toThrow(/no column|3 columns for a file that has 2/)
    },
  )

  test('waits for 1,000 records to know its columns', () => {
    const encoder = csv.open({})
    for (let n = 1; n < 1000; n++) expect(encoder.encode({ n })).toBe('')
    const first = encoder.encode({ n: 1000, last: 'x' }) as string
    expect(first.split('\n').slice(0, 2)).toEqual(['n,last', '1,'])
    expect(encoder.encode({ n: 1001 })).toBe('1001,\n')
  })

  test('waits for fewer when they are large', () => {
    const encoder = csv.open({})
    const text = 'x'.repeat(300_000)
    for (let n = 0; n < 3; n++) expect(encoder.encode({ text })).toBe('')
    expect(encoder.encode({ text })).toHaveLength('text\n'.length + 4 * 300_001)
    expect(encoder.held).toBe(0)
  })

  test('refuses a field that comes later, and names it', () => {
    const encoder = csv.open({})
    encoder.encode({ a: '1' })
    expect(encoder.settle?.()).toBe('a\n1\n')
    const message =
      'record 2 has the field "b/c", for which there is no column: name the fields with --columns'
    expect(() => encoder.encode({ a: '1', b: { c: '2' } })).toThrow(new OutputError(message))
  })
})

describe('the guard', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+x', "'+x"],
    ['-x', "'-x"],
    ['@sum', "'@sum"],
    ['\t=1', "'\t=1"],
    ['＝1', "'＝1"],
    ['-87.63', '-87.63'],
    ['+1e5', '+1e5'],
    ['a=1', 'a=1'],
  ])('makes %j %j', (text, cell) => {
    expect(encode(csv, [{ a: 'x', b: text }], { guard: true })).toBe(`a,b\nx,${cell}\n`)
  })

  test('guards the header too', () => {
    expect(encode(csv, [{ '@id': '1' }], { guard: true })).toBe("'@id\n1\n")
  })
})

test('TSV has tabs for commas', () => {
  expect(encode(tsv, [{ a: '1,2', b: 'x\ty' }])).toBe('a\tb\n1,2\t"x\ty"\n')
})

const NAME = fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => !name.includes('/'))
const TEXT = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', ' ', '"', '\r', '\n', '\ufeff', '=1', "'"),
)

test.each([
  ['CSV', csv, ','],
  ['TSV', tsv, '\t'],
])('records of texts are the same when another reader has read %s', (_, format, delimiter) => {
  const law = (names: string[], rows: string[][]) => {
    const records = rows.map((row) => record(names, row))
    const { data } = papaparse.parse<string[]>(encode(format, records), {
      delimiter,
      newline: '\n',
    })
    const [header = [], ...cells] = data.slice(0, -1) // a line end after the last row
    expect(cells.map((row) => record(header, row))).toEqual(records)
  }
  const names = fc.uniqueArray(NAME, { minLength: 1, maxLength: 5 })
  const table = names.chain((known) =>
    fc.tuple(
      fc.constant(known),
      fc.array(fc.array(TEXT, { minLength: known.length, maxLength: known.length }), {
        minLength: 1,
      }),
    ),
  )
  fc.assert(
    fc.property(table, ([known, rows]) => law(known, rows)),
    { numRuns: 500 },
  )
})

function record(names: string[], cells: string[]): Dictionary {
  return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']))
}

test('columns that are known stand also where no record has them, and no field is lost beside them', () => {
  const known = new Map([
    ['a', 'text'],
    ['b/c', 'integer'],
  ] as const)
  expect(encode(csv, [{ a: '1' }], { known })).toBe('a,b/c\n1,\n')
  expect(() => encode(csv, [{ a: '1', d: '2' }], { known })).toThrow('"d"')
})

describe('how a file begins', () => {
  const records = [{ a: '1' }, { a: '2' }]
  const BOM = '\ufeff'

  test.each<[FormatOptions, string]>([
    [{ header: false }, '1\n2\n'],
    [{ bom: true }, `${BOM}a\n1\n2\n`],
    [{ bom: true, header: false }, `${BOM}1\n2\n`],
    [{ bom: true, columns: ['a'], isContinued: true }, '1\n2\n'],
  ])('with %j is %j', (options, text) => {
    expect(encode(csv, records, options)).toBe(text)
  })

  test.each<[FormatOptions, string]>([
    [{ header: false, columns: ['a'] }, ''],
    [{ bom: true, columns: ['a'] }, `${BOM}a\n`],
    [{ bom: true, fields: ['a'] }, `${BOM}a\n`],
  ])('with %j and no records is %j', (options, text) => {
    expect(encode(csv, [], options)).toBe(text)
  })
})

test.each([';', '|', '\t', ' ', ']', '^', '-', '\\', '.', 'é', '😀', "'"])(
  'with %j between its cells it is read back',
  (delimiter) => {
    const rows = [
      ['a', 'b'],
      [`x${delimiter}y`, 'z'],
      ['"', ''],
      [delimiter, 'a,b\tc]^-\\.'],
    ]
    const records = rows.map(([a = '', b = '']) => ({ a, b }))
    const text = encode(csv, records, { delimiter })
    const { data } = papaparse.parse(text, { delimiter, newline: '\n', skipEmptyLines: true })
    expect(data).toEqual([['a', 'b'], ...rows])
  },
)
