import { expect, test } from 'vitest'
import { asWord, faultOfSubject, takes } from '../../src/nats/subject.ts'
import { SubjectTemplate } from '../../src/sinks/subject-template.ts'

test.each([
  ['a', 'a', true],
  ['a.*', 'a.b', true],
  ['a.*', 'a.b.c', false],
  ['a.*', 'a', false],
  ['a.>', 'a.b.c', true],
  ['a.>', 'a', false],
  ['>', 'a', true],
  ['*.b', 'a.b', true],
  ['a.b', 'a.c', false],
])('the pattern %s and the subject %s: %s', (pattern, subject, isTaken) => {
  expect(takes(pattern, subject)).toBe(isTaken)
})

test('a value is one word, whatever is in it', () => {
  for (const text of [
    'a b',
    'a.b',
    '>',
    '*',
    '$JS',
    '%2E',
    'ü',
    'a\n\0',
    '\ud800',
    '\u00a0',
    '\u3000',
  ]) {
    const subject = `pages.${asWord(text)}`
    expect(faultOfSubject(subject)).toBeUndefined()
    expect(takes('pages.*', subject)).toBe(true)
  }
  expect(asWord('en.wiki 1')).toBe('en%2Ewiki%201')
  expect(new Set(['.', '%2E', '%252E'].map(asWord)).size).toBe(3)
})

test.each([
  ['', 'a word between two dots is empty'],
  ['a..b', 'a word between two dots is empty'],
  ['.a', 'a word between two dots is empty'],
  ['a b', '"a b" is no word of a subject'],
  ['a.*', '"*" is no word of a subject'],
  ['a.>', '">" is no word of a subject'],
  ['$JS.API', 'it belongs to the server'],
  ['_INBOX.x', 'it belongs to the server'],
])('%s is no subject of a record: %s', (text, fault) => {
  expect(faultOfSubject(text)).toBe(fault)
})

test('a template makes subjects of records', () => {
  const template = new SubjectTemplate('pages.{lang}.{kind/@id}-{{x}}', 'nats://h/S')
  expect(template.pattern).toBe('pages.*.*')
  expect([...template.subjectsFor({ lang: ['de', 'en', 'de'], kind: { '@id': '1.2' } })]).toEqual([
    'pages.de.1%2E2-{x}',
    'pages.en.1%2E2-{x}',
  ])
  expect([...template.subjectsFor({ lang: '' })]).toEqual(['pages._empty._missing-{x}'])
  expect([...template.subjectsFor({ lang: '_empty' })]).toEqual(['pages.%5Fempty._missing-{x}'])
  const [long = ''] = template.subjectsFor({ lang: 'x'.repeat(9999) })
  expect(long.length).toBeLessThan(300)
})

test.each(['a.{b', 'a.{}', 'a b.{c}', '{a}.*'])('%s is refused', (text) => {
  expect(() => new SubjectTemplate(text, 'nats://h/S')).toThrow(/^nats:\/\/h\/S: /)
})
