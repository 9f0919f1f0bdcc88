import { expect, test } from 'vitest'
import { Scopes } from '../../src/record/scopes.ts'

function asked(scopes: Scopes = new Scopes()): Scopes {
  scopes.isAsked = true
  return scopes
}

test('prefixes stand for the namespace that their names are in, unless those are several', () => {
  const scopes = new Scopes()
  scopes.see('none:a', 'uri:none')
  asked(scopes)
  scopes.see('a', 'uri:none')
  scopes.see('xmlns:b', '')
  for (const name of ['g:a', 'g:b']) scopes.see(name, 'uri:g')
  for (const uri of ['uri:1', 'uri:2', 'uri:1']) scopes.see('two:a', uri)
  expect([...scopes.known()]).toEqual([['g', 'uri:g']])
  expect(['g', 'two', 'none'].map((prefix) => scopes.uriOf(prefix))).toEqual([
    'uri:g',
    undefined,
    undefined,
  ])
  expect(['g', 'two', 'none'].map((prefix) => scopes.hasSeveral(prefix))).toEqual([
    false,
    true,
    false,
  ])
})

test('what is declared is known before a name has it', () => {
  const scopes = asked(new Scopes(true, [['uri:given', 'given']]))
  scopes.enter()
  scopes.declare('', 'uri:default')
  scopes.declare('p', 'uri:p')
  expect([...scopes.known()]).toEqual([
    ['given', 'uri:given'],
    ['p', 'uri:p'],
  ])
})

test('a scope is what the elements around declare, the same wherever that is the same', () => {
  const scopes = asked()
  const numbers: number[] = []
  const look = () => numbers.push(scopes.number)
  scopes.begin()
  scopes.enter()
  scopes.declare('', 'u')
  look()
  scopes.enter()
  look()
  scopes.declare('', 'v')
  scopes.declare('p', 'w')
  look()
  scopes.leave()
  look()
  scopes.begin()
  look()
  scopes.enter()
  scopes.declare('', 'u')
  look()
  expect(numbers).toEqual([0, 0, 1, 0, 2, 0])
  expect([...(scopes.at(1)?.declared ?? [])]).toEqual([
    ['', 'v'],
    ['p', 'w'],
  ])
  expect(scopes.at()).toBe(scopes.at(0))
})

test('where only the root is known, a name says in which namespace it was met, if that is one', () => {
  const scopes = asked()
  scopes.begin()
  scopes.root(new Map([['', 'u']]), false)
  for (const [name, uri] of [
    ['a', 'u'],
    ['b', 'v'],
    ['c', 'u'],
    ['c', 'v'],
  ] as const) {
    scopes.see(name, uri)
  }
  const scope = scopes.at()
  expect(['a', 'b', 'd'].map((name) => scope?.uriOf('', name))).toEqual(['u', 'v', 'u'])
  expect(['a', 'b', 'c', 'd'].filter((name) => scope?.isUnsure(name))).toEqual(['c'])
})

test('there is no scope for names that are not those of a document', () => {
  const scopes = asked(new Scopes(false))
  scopes.begin()
  scopes.enter()
  scopes.declare('', 'uri:1')
  expect(scopes.at()).toBeUndefined()
})

test('records that cannot say it are kept in mind', () => {
  const scopes = asked()
  const records = [['a'], ['b']]
  scopes.begin()
  for (const record of records) {
    scopes.keep(record)
    scopes.enter()
    scopes.declare('', 'u')
  }
  expect(records.map((record) => scopes.of(record)?.declared.get(''))).toEqual([undefined, 'u'])
})
