// What COPY is given: lines of cells, and the columns that they have.

import { expect, test } from 'vitest'
import { StageError } from '../../src/core/errors.ts'
import { copy } from '../../src/formats/copy.ts'
import type { Encoder, FormatOptions, OpenTable, PartEncoder } from '../../src/formats/format.ts'
import type { Value } from '../../src/record/record.ts'

class Written {
  text = ''
  readonly encoder: Encoder

  constructor(options: FormatOptions = {}, kinds?: OpenTable['kinds']) {
    const begin: OpenTable['begin'] = (columns) => {
      this.text += `(${columns.map(({ name, type }) => `${name} ${type}`).join(', ')})\n`
    }
    this.encoder = copy.open({ ...options, table: { ...(kinds && { kinds }), begin } })
  }

  add(...records: Value[]): this {
    for (const record of records) {
      const rows = this.encoder.encode(record) // after what it says of their columns
      this.text += rows
    }
    return this
  }

  end(): string {
    const rows = this.encoder.end()
    return this.text + rows
  }
}

test('rows are cells between tabs', () => {
  expect(
    new Written()
      .add({ a: 'x\ty\\', b: null, c: 1.5, d: true }, { a: '', e: [{ f: 'g\n' }] })
      .end(),
  ).toBe(
    '(a text, b text, c number, d boolean, e json)\n' +
      'x\\ty\\\\\t\\N\t1.5\ttrue\t\\N\n' +
      '\t\\N\t\\N\t\\N\t[{"f":"g\\\\n"}]\n',
  )
})

test('what is no dictionary is a text, and columns may be ways into a record', () => {
  expect(new Written().add('x', 'y').end()).toBe('(#text text)\nx\ny\n')
  const chosen = { columns: ['a/b', 'c'], types: new Map([['c', 'integer' as const]]) }
  expect(new Written(chosen).add({ a: { b: 'x' }, d: 'y' }).end()).toBe(
    '(a/b text, c integer)\nx\t\\N\n',
  )
})

test('nothing is known where no record came', () => {
  expect(new Written().end()).toBe('')
  expect(new Written({ fields: ['a'] }).end()).toBe('(a text)\n')
})

test('rows that others write may have fewer columns', () => {
  const written = new Written({}, new Map([['a', 'text']]))
  for (let n = 0; n < 1000; n++) written.add({ a: `${n}` })
  const part = copy.openPart?.(written.encoder.layout) as PartEncoder
  written.text = ''
  written.add({ a: 'x' }, { b: 'y' })
  const row = part.encode({ a: 'z' })
  written.encoder.join?.(1, part.found?.())
  written.text += row
  written.add({ a: 'w' })
  expect(written.end()).toBe('x\n(a text, b text)\n\\N\ty\n(a text)\nz\n(a text, b text)\nw\t\\N\n')
  expect(() => part.encode({ b: 'y' })).toThrow(StageError)
})

test('a dictionary in a column of text is remarked once, also where others wrote it', () => {
  const mixed: string[] = []
  const written = new Written({ onMixed: (name) => mixed.push(name) }, new Map([['a', 'text']]))
  written.add(...Array.from({ length: 1000 }, () => ({ a: 'x' })))
  const part = copy.openPart?.(written.encoder.layout) as PartEncoder
  expect(part.encode({ a: { b: 'c' } })).toBe('{"b":"c"}\n')
  written.encoder.join?.(1, part.found?.())
  written.add({ a: { b: 'c' } })
  expect(mixed).toEqual(['a'])
  expect(() => written.add({ a: '\0' })).toThrow('record 1003, column "a"')
})

test('a table has so many columns at most', () => {
  const wide = Object.fromEntries(Array.from({ length: 1601 }, (_, at) => [`f${at}`, 'x']))
  expect(() => new Written().add(wide).end()).toThrow('more than 1600 columns')
})
