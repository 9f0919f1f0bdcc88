import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { isPostgres, postgresAddress } from '../../src/postgres/address.ts'
import { namesIn } from '../../src/postgres/names.ts'
import { passwordIn } from '../../src/postgres/password-file.ts'

test('an address says where the server is, and how rows are written', () => {
  const text =
    'postgresql://m%40e:p%2Fw@[::1]:6000/d%3Fb?table=app.%22a.b%22&mode=upsert&key=id,"a,b",id&sslmode=require'
  expect(isPostgres(text)).toBe(true)
  expect(postgresAddress(text)).toEqual({
    settings: {
      user: 'm@e',
      password: 'p/w',
      host: '::1',
      port: '6000',
      dbname: 'd?b',
      sslmode: 'require',
    },
    table: { schema: 'app', name: 'a.b' },
    mode: 'upsert',
    keys: ['id', 'a,b'],
  })
})

test('an address may leave everything open but the table', () => {
  const nothing = { settings: {}, table: { name: 't' }, mode: 'append', keys: [] }
  for (const text of ['postgres://?table=t', 'postgres:///?table=t', 'postgres://@/?table=t&']) {
    expect(postgresAddress(text)).toEqual(nothing)
  }
})

test.each([
  'postgres://h/d',
  'postgres://h/d?table=',
  'postgres://h/d?table=t&table=u',
  'postgres://h,i/d?table=t',
  'postgres://h:x/d?table=t',
  'postgres://h/d/e?table=t',
  'postgres://h/d?table=t#u',
  'postgres://h/d?table=%',
  'postgres://h/d?table=%00',
  `postgres://h/d?table=${'x'.repeat(64)}`,
  'postgres://h/d?table=t&mode=upsert&key=',
])('%s is none', (text) => {
  expect(() => postgresAddress(text)).toThrow(UsageError)
})

test.each([
  ['a', ['a']],
  ['a,b', ['a', 'b']],
  ['"a,""b"', ['a,"b']],
  ['a,', undefined],
  ['', undefined],
  ['"a', undefined],
  ['a"b', undefined],
])('names in %j', (text, names) => {
  expect(namesIn(text, ',')).toEqual(names)
})

test('a file of passwords is read as psql reads it', () => {
  const login = { host: 'h', port: 1, database: 'd:b', user: 'm\\e' }
  const of = (line: string) =>
    passwordIn(`# h:1:*:*:no\nother:1:*:*:no\nshort:1\n${line}\r\n*:*:*:*:last`, login)
  expect(of('h:1:d\\:b:m\\\\e:p\\:w')).toBe('p:w')
  expect(of('*:*:*:*:w')).toBe('w')
  expect(of('h:2:*:*:w')).toBe('last')
  expect(passwordIn('localhost:1:*:*:w', { ...login, host: '/tmp' })).toBe('w')
  expect(passwordIn('', login)).toBeUndefined()
})
