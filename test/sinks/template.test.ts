import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { isTemplate, Template } from '../../src/sinks/template.ts'

function names(template: string, record: Value): string[] {
  return [...new Template(template).namesFor(record)]
}

describe('a name with fields', () => {
  test.each<[string, Value, string[]]>([
    ['{route}.csv', { route: '22' }, ['22.csv']],
    ['by/{a/b}/{@id}.csv', { a: { b: 'x' }, '@id': '1' }, ['by/x/1.csv']],
    ['{a}-{a}', { a: 'x' }, ['x-x']],
    ['{{{a}}}', { a: 'x' }, ['{x}']],
    ['{{a}}.csv', { a: 'x' }, ['{a}.csv']],
    ['{tag}', { tag: ['x', 'y', 'x'] }, ['x', 'y']],
    ['{a}/{b}', { a: ['1', '2'], b: ['3', '4'] }, ['1/3', '1/4', '2/3', '2/4']],
    ['{a}', {}, ['_missing']],
    ['{a}', { a: null }, ['_empty']],
    ['{a}', { a: '' }, ['_empty']],
    ['{a}', { a: '_empty' }, ['%5Fempty']],
    ['{a}', { a: '_x' }, ['_x']],
    ['{a}', { a: { '#text': 'x', '@b': 'y' } }, ['x']],
    ['{n}', { n: 7 }, ['7']],
    ['{#text}', 'x', ['x']],
  ])('%s of %j is %j', (template, record, expected) => {
    expect(names(template, record)).toEqual(expected)
  })

  test.each([
    ['..', '%2E.'],
    ['.', '%2E'],
    ['../../etc/passwd', '%2E.%2F..%2Fetc%2Fpasswd'],
    ['/etc', '%2Fetc'],
    ['a\u0000b', 'a%00b'],
    ['a\nb', 'a%0Ab'],
    ['50%', '50%25'],
    ['-rf', '%2Drf'],
    ['.hidden', '%2Ehidden'],
    ['a.b', 'a.b'],
    ['é 漢', 'é 漢'],
    ['\u202eabc', '%u202Eabc'],
    ['\ud800', '%uD800'],
    ['\\', '\\'],
  ])('writes %j as %s', (value, name) => {
    expect(names('{a}', { a: value })).toEqual([name])
  })

  test('of different values are different, and lead nowhere else', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('..', '.', '/', '_empty', '_missing', '%2E', '', '%u202E', '\u202e'),
      fc.string({ unit: 'binary', minLength: 300, maxLength: 600 }),
    )
    const law = (a: string, b: string) => {
      const [one = '', other = ''] = [names('{a}', { a }), names('{a}', { a: b })].flat()
      expect(one === other).toBe(a === b)
      expect(one).toMatch(/^[^/\0]+$/)
      expect(one).not.toMatch(/^\./)
      expect(Buffer.byteLength(one)).toBeLessThan(256)
    }
    fc.assert(fc.property(value, value, law), { numRuns: 2000 })
  })

  test('of two long values shares its room', () => {
    const [name = ''] = names('{a}-{b}.jsonl.gz', { a: '漢'.repeat(500), b: 'x'.repeat(500) })
    expect(name).toMatch(/^漢+%~[0-9a-f]{32}-x+%~[0-9a-f]{32}\.jsonl\.gz$/)
    expect(Buffer.byteLength(name)).toBeLessThan(256)
  })

  test('are made one by one, however many there are', () => {
    const many = Array.from({ length: 1000 }, (_, n) => String(n))
    const name = new Template('{a}{b}{c}{d}').namesFor({ a: many, b: many, c: many, d: many })
    expect(name.next().value).toBe('0000')
  })
})

test.each(['a{b', 'a}b', '{}', '{ }', '{a{b}}', '{a/}', '{a=b}', '{{a}'])(
  '%s is refused',
  (template) => {
    expect(() => new Template(template)).toThrow(UsageError)
  },
)

test('a name without braces is none', () => {
  expect(isTemplate('by/route.csv')).toBe(false)
  expect(new Template('by/route.csv').plain).toBe('by/route.csv')
  expect(isTemplate('{route}')).toBe(true)
})
