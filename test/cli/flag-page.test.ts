import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { flagPage } from '../../src/cli/flag-page.ts'
import { nameOf } from '../../src/cli/flags/flag.ts'
import { FLAGS } from '../../src/cli/flags/flags.ts'

const lines = flagPage().split('\n')
const rows = lines.filter((line) => line.startsWith('| '))
const unescaped = (text: string) => text.replace(/\\(.)/g, '$1')

test.each(FLAGS.map((flag) => [nameOf(flag), flag] as const))('has %s', (name, flag) => {
  const found = rows.filter((row) => new RegExp(`^\\| \`(-\\w, )?${name}[ [\`]`).test(row))
  expect(found.length).toBe(1)
  expect(unescaped(found[0] as string)).toContain(flag.summary)
  if (flag.details) expect(lines.map(unescaped)).toContain(flag.details)
})

test('has two cells in every row', () => {
  for (const row of rows) expect(row.replaceAll('\\|', '').split('|').length, row).toBe(4)
})

test('has no colours', () => {
  expect(flagPage()).toBe(stripVTControlCharacters(flagPage()))
})
