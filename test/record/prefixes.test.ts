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

test('what is declared is known before a name has it', () => {
  const prefixes = new Prefixes(true, [['uri:given', 'given']])
  prefixes.isAsked = true
  prefixes.declare('', 'uri:default')
  prefixes.declare('p', 'uri:p')
  expect([...prefixes.known()]).toEqual([
    ['given', 'uri:given'],
    ['p', 'uri:p'],
  ])
})

test('the default namespace is that of the root of each document', () => {
  const prefixes = new Prefixes()
  prefixes.isAsked = true
  const found = [
    ['uri:1', 'uri:2'],
    ['', 'uri:2'],
  ].map((uris) => {
    prefixes.begin()
    for (const uri of uris) prefixes.see('a', uri)
    return prefixes.byDefault
  })
  expect(found).toEqual(['uri:1', ''])
})

test('there is no default namespace for names that are not those of a document', () => {
  const prefixes = new Prefixes(false)
  prefixes.isAsked = true
  prefixes.begin()
  prefixes.see('a', 'uri:1')
  expect(prefixes.byDefault).toBe('')
})
