import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/errors.ts'
import { ZipMember } from '../../src/sources/zip-member.ts'
import { reading } from './reading.ts'

const ARCHIVE = 'fixtures/several.zip'

async function read(archive: string, member?: string): Promise<string> {
  const chunks: Buffer[] = []
  expect(await new ZipMember('in', archive, member).read(reading(chunks))).toBe(true)
  return Buffer.concat(chunks).toString()
}

describe('a member of an archive', () => {
  test.each(['books.xml', 'deep/rows.xml'])('%s is found by its name', async (name) => {
    const path = `fixtures/${name.replace('deep/', '')}`
    expect(await read(ARCHIVE, name)).toBe(readFileSync(path, 'utf8'))
  })

  test('need not be named where there is only one', async () => {
    expect(await read('fixtures/books.zip')).toBe(readFileSync('fixtures/books.xml', 'utf8'))
  })

  test('that is not there is an error that lists the others', async () => {
    const missing = read(ARCHIVE, 'x.xml')
    await expect(missing).rejects.toThrow(InputError)
    await expect(missing).rejects.toThrow(
      'fixtures/several.zip: no member x.xml, it has books.xml, deep/rows.xml',
    )
  })

  test('is to be named where there are several', async () => {
    await expect(read(ARCHIVE)).rejects.toThrow(
      /: name one member, as in .*; it has books.xml, deep/,
    )
  })

  test('whose bytes are not those that were packed is an error', async () => {
    const bytes = readFileSync('fixtures/books.zip')
    const packed = bytes.indexOf('books.xml') + 'books.xml'.length + 40
    bytes[packed] = (bytes[packed] ?? 0) ^ 0xff
    const path = join(tmpdir(), `cosax-broken-${process.pid}.zip`)
    writeFileSync(path, bytes)
    await expect(read(path)).rejects.toThrow(InputError)
  })
})

test('what is no archive is an input error', async () => {
  await expect(read('fixtures/books.xml')).rejects.toThrow(/^fixtures\/books.xml: .*/)
  await expect(read('fixtures/none.zip')).rejects.toThrow(
    'fixtures/none.zip: no such file or directory',
  )
})
