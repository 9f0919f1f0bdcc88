import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shapeMapping } from '../../src/shape/shape-mapping.ts'
import { typescript } from '../../src/shape/typescript.ts'
import { inferred } from './inferred.ts'
import { recordsOf } from './records-of.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What the compiler says of a text. */
function complaints(text: string): string {
  const file = join(folder, 'records.ts')
  writeFileSync(file, text)
  try {
    return execFileSync(resolve('node_modules/.bin/tsc'), [
      '--noEmit',
      '--strict',
      '--ignoreConfig',
      file,
    ]).toString()
  } catch (error) {
    return (error as { stdout: Buffer }).stdout.toString()
  }
}

test.each([
  ['fixtures/books.xml', 'book', 'Book'],
  ['fixtures/rows.xml', 'row', 'Row'],
  ['fixtures/dblp.xml', '/*/*', 'Publication'],
])('every record of %s is of its type, as the compiler sees it', (file, pattern, name) => {
  const document = readFileSync(file, 'utf8')
  const shape = inferred([document], { pattern })
  const records = recordsOf([document], pattern, shapeMapping(shape))
  const text = typescript(shape, name)
  expect(complaints(`${text}\nexport const records: ${name}[] = ${JSON.stringify(records)}`)).toBe(
    '',
  )
  expect(complaints(`${text}\nexport const records: ${name}[] = [{ other: 1 }]`)).toContain('other')
})

test('a record that is not always a dictionary is one of several', () => {
  const document = '<l><i>5</i><i/><i a="" b-c="x"><d>1</d><d/></i></l>'
  expect(typescript(inferred([document]), 'some-item')).toBe(`export type SomeItem = {
  "@a": ''
  "@b-c": string
  d: (number | null)[]
} | number | null
`)
})

test('a name that is none in TypeScript becomes one', () => {
  expect(typescript(inferred(['<l><i a="1"/></l>']), '---')).toContain('interface Xml ')
})
