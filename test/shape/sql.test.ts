import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sql } from '../../src/shape/sql.ts'
import { withProgram } from '../with-program.ts'
import { inferred } from './inferred.ts'

test('a column is what its field is, nested fields are JSON', () => {
  const document = `<l>
    <i id="1" on=""><n>1</n><big>3000000000</big><x>0.5</x><ok>true</ok><d>2024-02-29</d>
      <t>2024-02-29T12:00:00Z</t><u>2024-02-29T12:00:00</u><m><a>1</a></m><s>a</s></i>
    <i id="2" on="1" Id="3"><n/><big>1</big><x>1</x><ok>false</ok><d>2024-02-28</d>
      <t>2024-02-29T12:00:00Z</t><u>2024-02-29T12:00:00</u><m><a>1</a></m><s>a</s><s>b</s></i>
  </l>`
  expect(sql(inferred([document]), 'i "x"')).toBe(`CREATE TABLE "i ""x""" (
  "@id" INTEGER NOT NULL,
  "@on" TEXT NOT NULL,
  "n" INTEGER,
  "big" BIGINT NOT NULL,
  "x" DOUBLE PRECISION NOT NULL,
  "ok" BOOLEAN NOT NULL,
  "d" DATE NOT NULL,
  "t" TIMESTAMP WITH TIME ZONE NOT NULL,
  "u" TIMESTAMP NOT NULL,
  "m" JSON NOT NULL,
  "s" JSON NOT NULL,
  "@Id_2" INTEGER
);
`)
})

test('a record that is a text has a column for it', () => {
  const columns = (document: string) =>
    sql(inferred([document]), 'i')
      .split('\n')
      .slice(1, -2)
  expect(columns('<l><i>1</i><i>2</i></l>')).toEqual(['  "#text" INTEGER NOT NULL'])
  expect(columns('<l><i>1</i><i a="1">2</i></l>')).toEqual(['  "@a" INTEGER,', '  "#text" INTEGER'])
  expect(columns('<l><i/></l>')).toEqual(['  "#text" TEXT'])
})

withProgram('sqlite3', () => {
  test.each([
    ['fixtures/books.xml', 'book'],
    ['fixtures/rows.xml', 'row'],
    ['fixtures/dblp.xml', '/*/*'],
    ['fixtures/names.xml', '/*'],
  ])('it makes a table of the records of %s', (file, pattern) => {
    const shape = inferred([readFileSync(file, 'utf8')], { pattern })
    const input = `${sql(shape, 'select')}SELECT count(*) FROM pragma_table_info('select');`
    const { stdout, stderr } = spawnSync('sqlite3', [':memory:'], { input, encoding: 'utf8' })
    expect(stderr).toBe('')
    const columns = shape.fields.filter(({ path }) => !path.includes('/'))
    expect(Number(stdout)).toBe(columns.length)
  })
})
