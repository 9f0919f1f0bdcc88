// Checks documents against their twins in UTF-8: another encoding, or characters as entities, makes the same records.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cosax } from './cosax.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-twins-'))
const text = (encoding: string) =>
  `<?xml version="1.0" encoding="${encoding}"?>\n` +
  '<list><article key="1"><author>Jörg Müßig</author><title>Ça &amp; là &#8212; ½</title></article>\n' +
  '<article key="é"><author>Åsa Öst</author><author>Íñigo</author></article></list>\n'
let expected = ''

const TWINS: [name: string, bytes: Buffer, flags?: string[]][] = [
  ['Latin-1', Buffer.from(text('ISO-8859-1'), 'latin1')],
  ['windows-1252', Buffer.from(text('windows-1252'), 'latin1')],
  ['Latin-1 that does not say so', Buffer.from(text('UTF-8'), 'latin1'), ['--encoding', 'latin1']],
  ['UTF-16LE', Buffer.from(`\ufeff${text('UTF-16')}`, 'utf16le')],
  ['UTF-16BE', Buffer.from(`\ufeff${text('UTF-16')}`, 'utf16le').swap16()],
  ['a document with entities, as of DBLP', Buffer.from(withEntities(text('ISO-8859-1')), 'latin1')],
]

/** Every character beyond ASCII as an entity that is declared in the document. */
function withEntities(document: string): string {
  const codes = [...new Set(document.match(/[^\0-\x7f]/g))].map((each) => each.charCodeAt(0))
  const declared = codes.map((code) => `<!ENTITY c${code} "&#${code};">`).join('\n')
  const written = document.replace(/[^\0-\x7f]/g, (each) => `&c${each.charCodeAt(0)};`)
  return written.replace('<list>', `<!DOCTYPE list [\n${declared}\n]>\n<list>`)
}

beforeAll(async () => {
  const file = join(folder, 'utf8.xml')
  writeFileSync(file, text('UTF-8'))
  expected = (await cosax([file])).stdout
  expect(expected).toContain('"Jörg Müßig"')
})

afterAll(() => rmSync(folder, { recursive: true }))

describe.each(['kernel', 'sax'])('with the engine %s', (engine) => {
  test.each(TWINS)('%s gives the same records', async (name, bytes, flags = []) => {
    const file = join(folder, `${engine} ${name}.xml`)
    writeFileSync(file, bytes)
    const { stdout, stderr } = await cosax([file, '--engine', engine, ...flags])
    expect(stderr).not.toMatch(/error|malformed/)
    expect(stdout).toBe(expected)
  })
})

test('a document of DBLP equals itself without entities', async () => {
  const dblp = readFileSync('fixtures/dblp.xml', 'latin1')
  const names = new Map([...dblp.matchAll(/<!ENTITY (\w+) "&#(\d+);">/g)].map(([, a, b]) => [a, b]))
  expect(names.size).toBeGreaterThan(0)
  const plain = dblp.replace(/&(\w+);/g, (found, name) =>
    names.has(name) ? String.fromCharCode(Number(names.get(name))) : found,
  )
  const file = join(folder, 'dblp.xml')
  writeFileSync(file, plain.replace(/encoding="[^"]*"/, 'encoding="UTF-8"'))
  const [one, other] = await Promise.all([cosax(['fixtures/dblp.xml']), cosax([file])])
  expect(other.stdout).toBe(one.stdout)
  expect(one.stdout.length).toBeGreaterThan(100)
})
