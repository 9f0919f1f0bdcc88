import { describe, expect, it } from 'vitest'
import { Names } from '../../../src/engine/sax/names.ts'

describe('names', () => {
  it('get numbers from 0, each name once', () => {
    const names = new Names()
    expect([
      names.indexOf('a', ''),
      names.indexOf('b', ''),
      names.indexOf('a', ''),
      names.indexOf('c', ''),
    ]).toEqual([0, 1, 0, 2])
    expect(names.list.map(({ qualified }) => qualified)).toEqual(['a', 'b', 'c'])
  })

  it('are different in different namespaces and with different prefixes', () => {
    const names = new Names()
    const indexes = [
      names.indexOf('a', ''),
      names.indexOf('a', 'u'),
      names.indexOf('p:a', 'u'),
      names.indexOf('q:a', 'u'),
    ]
    expect(new Set(indexes).size).toBe(4)
  })

  it.each([
    ['bus', '', 'bus'],
    ['p:bus', 'http://a/b', 'bus'],
    ['xml:lang', 'http://www.w3.org/XML/1998/namespace', 'lang'],
    ['__proto__', '', '__proto__'],
    ['constructor', '__proto__', 'constructor'],
    ['größe', '', 'größe'],
  ])('keep %s in "%s" and know its local part', (qualified, uri, local) => {
    const names = new Names()
    expect(names.list[names.indexOf(qualified, uri)]).toEqual({ qualified, uri, local })
    expect(names.indexOf(qualified, uri)).toBe(0)
  })

  it('keep the meaning of an index while more are added', () => {
    const names = new Names()
    for (let i = 0; i < 10_000; i++) expect(names.indexOf(`n${i}`, '')).toBe(i)
    expect(names.list[7]?.qualified).toBe('n7')
  })
})
