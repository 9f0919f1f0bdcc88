import { expect, test } from 'vitest'
import { Prefixes } from '../../src/record/prefixes.ts'

test('prefixes stand for the namespace that their names are in, unless those are several', () => {
  const prefixes = new Prefixes()
  prefixes.see('none:a', 'uri:none')
  prefixes.isAsked = true
  prefixes.see('a', 'uri:none')
  prefixes.see('xmlns:b', '')
  for (const name of ['g:a', 'g:b']) prefixes.see(name, 'uri:g')
  for (const uri of ['uri:1', 'uri:2', 'uri:1']) prefixes.see('two:a', uri)
  expect([...prefixes.known()]).toEqual([['g', 'uri:g']])
  expect(['g', 'two', 'none'].map((prefix) => prefixes.uriOf(prefix))).toEqual([
    'uri:g',
    undefined,
    undefined,
  ])
})
