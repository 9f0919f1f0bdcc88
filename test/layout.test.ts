// Holds the contract between host and kernel to one place: no number of it is written down twice.

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as layout from '../src/kernel/layout.ts'

const LAYOUT = 'src/kernel/layout.ts'
const names = new Map<string, number>(Object.entries(layout))

/** The numbers that have one meaning each, by what their names begin with. */
const GROUPS = [
  'FAULT_',
  'MODE_',
  'STATUS_',
  'PLACE_',
  'REFUSED_',
  'DO_',
  'OPERATOR_',
  'PURPOSE_',
  'FLAG_',
  'ATTRIBUTES_',
  'ENTITY_',
  'DECLARED_',
  'SETTING_',
  'VALUES_',
  'TABLE_',
  'NODE_AT_',
  'TEST_AT_',
  'STEP_AT_',
  'COLUMN_AT_',
]

function filesIn(room: string): string[] {
  const files = readdirSync(room, { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith('.ts')).map((file) => `${room}/${file}`)
}

/** The constants of a file that are numbers, and are not made from others. */
function numbersIn(file: string): { file: string; name: string; value: number }[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/\bconst (\w+)(?:: \w+)? = (-?[\dx][\da-f_x]*)\b/g)].map(
    ([, name = '', value]) => ({ file, name, value: Number(value?.replaceAll('_', '')) }),
  )
}

test('it holds numbers and imports nothing', () => {
  const text = readFileSync(LAYOUT, 'utf8')
  const others = text
    .split('\n')
    .filter((line) => !/^(?:export const [A-Z_]+ = -?\w+)?(?: ?\/\/ .*)?$/.test(line))
  expect(others).toEqual([])
  expect([...names.values()].every(Number.isInteger)).toBe(true)
})

test('a number has one meaning in its group', () => {
  for (const group of GROUPS) {
    const values = [...names].flatMap(([name, value]) => (name.startsWith(group) ? [value] : []))
    expect(values.length, group).toBeGreaterThan(1)
    expect(new Set(values).size, group).toBe(values.length)
  }
})

test('no other file of the kernel or its host has a number under one of these names', () => {
  const files = [...filesIn('src/kernel'), ...filesIn('src/engine')]
  const again = files
    .filter((file) => file !== LAYOUT)
    .flatMap(numbersIn)
    .filter(({ name }) => names.has(name))
  expect(again).toEqual([])
})

test('the host has none of them under a shorter name', () => {
  const isShorter = (short: string, value: number) =>
    [...names].some(([name, known]) => known === value && name.endsWith(`_${short}`))
  const again = filesIn('src/engine')
    .flatMap(numbersIn)
    .filter(({ name, value }) => isShorter(name, value))
  expect(again).toEqual([])
})
