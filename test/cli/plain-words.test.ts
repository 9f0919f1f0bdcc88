import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plainWords } from './plain-words.ts'

test.each([
  'cosax a.xml | head',
  'cosax < a.xml',
  'cosax a.xml > b',
  'cosax $HOME',
  'cosax "$HOME"',
  'cosax `date`',
  'cosax "`date`"',
  'cosax *.xml',
  'cosax a?.xml',
  'cosax ~',
  'cosax {a,b}.xml',
  'cosax a.xml && ls',
  'cosax a.xml; ls',
  'cosax a.xml &',
  'cosax "a\\"b"',
  'echo a',
  "cosax 'a",
  'a=b cosax',
  '',
])('a shell is needed for %s', (script) => {
  expect(plainWords(script)).toBeUndefined()
})

test('words are those of a shell, in all golden cases', () => {
  const cases = 'fixtures/cases'
  const scripts = readdirSync(cases, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('cmd'))
    .map((file) => readFileSync(join(cases, file), 'utf8'))
  const plain = scripts.filter((script) => plainWords(script))
  expect(plain.length).toBeGreaterThan(scripts.length / 2)
  const printing = `cosax() { printf '%s\\0' cosax "$@"; }\n`
  const words = execFileSync('bash', ['-c', printing + plain.join('\n')], { encoding: 'utf8' })
  const found = plain
    .flatMap((script) => plainWords(script) ?? [])
    .map((line) => ['cosax', ...line])
  expect(found.flat()).toEqual(words.split('\0').slice(0, -1))
})
