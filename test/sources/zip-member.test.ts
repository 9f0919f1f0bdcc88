import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/errors.ts'
import { ZipMember } from '../../src/sources/zip-member.ts'
import { reading } from './reading.ts'
import { type Member, zipOf } from './zip-archive.ts'

const ARCHIVE = 'fixtures/several.zip'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What was given, and what was wrong after it. */
async function readAll(archive: string, member?: string): Promise<[text: string, fault: string]> {
  const chunks: Buffer[] = []
  let fault = ''
  try {
    expect(await new ZipMember('in', archive, member).read(reading(chunks))).toBe(true)
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    fault = (error as Error).message.replace(`${folder}/`, '')
  }
  return [Buffer.concat(chunks).toString(), fault]
}

async function read(archive: string, member?: string): Promise<string> {
  const [text, fault] = await readAll(archive, member)
  expect(fault).toBe('')
  return text
}

function archiveOf(...members: Member[]): string {
  const path = join(folder, 'x.zip')
  writeFileSync(path, zipOf(...members))
  return path
}

describe('a member of an archive', () => {
  test.each(['books.xml', 'deep/rows.xml'])('%s is found by its name', async (name) => {
    const path = `fixtures/${name.replace('deep/', '')}`
    expect(await read(ARCHIVE, name)).toBe(readFileSync(path, 'utf8'))
  })

  test('need not be named where there is only one', async () => {
    expect(await read('fixtures/books.zip')).toBe(readFileSync('fixtures/books.xml', 'utf8'))
    const archive = archiveOf({ name: 'd/', text: '' }, { name: 'd/a', text: 'A' })
    expect(await read(archive)).toBe('A')
  })

  test.each(['../a', '/etc/a', 'C:\\a', 'd\\a', 'ü'])(
    'called %s does not keep the others from being read, nor itself',
    async (name) => {
      const archive = archiveOf({ name, text: 'A', flags: 0x800 }, { name: 'b', text: 'B' })
      expect(await read(archive, 'b')).toBe('B')
      expect(await read(archive, name)).toBe('A')
    },
  )

  test.each<[string, Member[], string | undefined, string]>([
    ['that is not there', [{ name: 'a', text: '' }], 'b', 'x.zip: no member b, it has a'],
    [
      'that is to be named',
      [
        { name: 'a', text: '' },
        { name: 'b', text: '' },
      ],
      undefined,
      'x.zip: name one member, as in x.zip:a; it has a, b',
    ],
    ['of none', [], undefined, 'x.zip: has no members'],
    [
      'that is a directory',
      [
        { name: 'd/', text: '' },
        { name: 'd/a', text: '' },
      ],
      'd',
      'x.zip: d is a directory, it has d/a',
    ],
    [
      'that is there twice',
      [
        { name: 'a', text: '1' },
        { name: 'a', text: '2' },
      ],
      'a',
      'x.zip: 2 members are called a',
    ],
    ['that is encrypted', [{ name: 'a', text: '', flags: 1 }], 'a', 'in: is encrypted'],
    [
      'packed as by others',
      [{ name: 'a', text: '', method: 14 }],
      'a',
      'in: compression not known: LZMA',
    ],
  ])('%s is an error', async (_, members, member, message) => {
    const [, fault] = await readAll(archiveOf(...members), member)
    expect(fault.replaceAll(`${folder}/`, '')).toBe(message)
  })

  test('that is at fault does not keep the others from being read', async () => {
    const bad = [
      { name: 'a', text: 'A', flags: 1 },
      { name: 'c', text: 'C', method: 0, longer: 5 },
      { name: 'd', text: 'D', method: 99 },
    ]
    expect(await read(archiveOf(...bad, { name: 'b', text: 'B' }), 'b')).toBe('B')
  })
})

const TEXT = Array.from({ length: 300 }, (_, i) => `<a>${i ** 5}</a>`).join('')

describe.each([0, 8])('what is packed by method %i', (method) => {
  test.each<[string, Partial<Member>, string]>([
    ['a wrong check sum', { wrong: 1 }, 'in: check sum is wrong'],
    ['more to come', { longer: 1 }, 'in: ends early'],
    ['less to come', { longer: -1 }, 'in: length is wrong'],
  ])('is given whole before %s', async (_, rest, message) => {
    const archive = archiveOf({ name: 'a', text: TEXT, method, ...rest })
    expect(await readAll(archive)).toEqual([TEXT, message])
  })
})

test('a member that is damaged is given up to the fault', async () => {
  const packed = deflateRawSync(TEXT)
  packed.fill(0xff, packed.length - 100)
  const [text, fault] = await readAll(archiveOf({ name: 'a', text: TEXT, packed }))
  expect(fault).toMatch(/^in: (?:damaged: |check sum|length|ends early)/)
  expect(text.slice(0, 1000)).toBe(TEXT.slice(0, 1000))
})

test('what is no archive is an input error', async () => {
  const none = 'is no zip archive, or its end is missing'
  expect(await readAll('fixtures/books.xml')).toEqual(['', `fixtures/books.xml: ${none}`])
  expect(await readAll('fixtures/none.zip')).toEqual([
    '',
    'fixtures/none.zip: no such file or directory',
  ])
})
