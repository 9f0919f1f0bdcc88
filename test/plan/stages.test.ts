import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { STAGES, stageNamed } from '../../src/plan/stages.ts'

test('no two stages have one name', () => {
  const names = STAGES.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

test.each(STAGES.map(({ name }) => name))('%s is found by its name', (name) => {
  expect(stageNamed(name).name).toBe(name)
})

test.each(['', 'Head', 'head ', 'shuffle', 'constructor', '__proto__'])(
  'there is no stage %j',
  (name) => {
    expect(() => stageNamed(name)).toThrow(UsageError)
    expect(() => stageNamed(name)).toThrow(`unknown stage ${JSON.stringify(name)}`)
  },
)
