// Each published dialect with each flag about mapping: what was typed counts, and messages name no flag that was not typed.

import { expect, test } from 'vitest'
import { MAPPING_FLAGS } from '../../../src/cli/flags/mapping.ts'
import { Request } from '../../../src/cli/request.ts'
import { UsageError } from '../../../src/core/errors.ts'
import { checkMapping } from '../../../src/mapping/check-mapping.ts'
import type { Mapping } from '../../../src/mapping/mapping.ts'
import { PRESET_NAMES } from '../../../src/mapping/presets.ts'

const VALUES: Record<string, string[]> = {
  '--attrs': ['prefix', 'merge', 'nest', 'drop'],
  '--attr-prefix': ['_', '', '$'],
  '--text-key': ['value'],
  '--array': ['a/b'],
  '--arrays': ['auto', 'always'],
  '--types': ['strings', 'auto'],
  '--keep-space': [''],
  '--ns': ['keep', 'strip', 'expand'],
  '--ns-map': ['p=uri:p'],
  '--text': ['a'],
  '--inner': ['a'],
  '--ordered': [''],
  '--flatten': ['.', '_'],
}

const FLAGS = MAPPING_FLAGS.flatMap(({ names: [name = ''], add }) =>
  (VALUES[name] ?? []).map((value) => ({ name, value, add })),
)

test('every flag is among them', () => {
  const names = MAPPING_FLAGS.map(({ names }) => names[0])
  expect(names.toSorted()).toEqual([...Object.keys(VALUES), '--map'].toSorted())
})

function mappingOf(...words: [string, string][]): Mapping {
  const request = new Request()
  for (const [name, value] of words) {
    MAPPING_FLAGS.find(({ names }) => names[0] === name)?.add(request, value)
  }
  return request.plan.mapping ?? {}
}

test.each(PRESET_NAMES)('--map %s is a default that each other flag bends', (dialect) => {
  for (const { name, value } of FLAGS) {
    const own = mappingOf([name, value])
    const mapping = mappingOf(['--map', dialect], [name, value])
    expect(mapping).toEqual(mappingOf([name, value], ['--map', dialect]))
    expect(mapping).toMatchObject(own)
    try {
      checkMapping(mapping)
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError)
      const isOfBoth = (error as Error).message.includes(`does not go with --map ${dialect}`)
      const isOfItself = name === '--attr-prefix' && value === ''
      expect(isOfBoth || isOfItself, `${name} ${value}: ${error}`).toBe(true)
      expect((error as Error).message).toContain(name)
    }
  }
})

test.each<[string, string, string, Mapping]>([
  ['spark', '--attrs', 'drop', { attributes: 'drop', textKey: '_VALUE' }],
  ['spark', '--attrs', 'merge', { attributes: 'merge', textKey: '_VALUE' }],
  ['spark', '--attrs', 'nest', { attributes: 'nest', attributePrefix: '_', textKey: '_VALUE' }],
  ['flat', '--attr-prefix', '_', { attributePrefix: '_', flatten: '.' }],
  ['parker', '--attr-prefix', '_', { dialect: 'parker', attributePrefix: '_', types: 'auto' }],
])('--map %s %s %s is %j', (dialect, flag, value, mapping) => {
  expect(mappingOf(['--map', dialect], [flag, value])).toEqual(mapping)
})

test('two flags that contradict each other are refused all the same', () => {
  const mapping = mappingOf(['--map', 'spark'], ['--attrs', 'drop'], ['--attr-prefix', '_'])
  expect(() => checkMapping(mapping)).toThrow('--attr-prefix: does not go with --attrs drop')
})
