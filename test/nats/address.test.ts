import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { isNats, parseNats, withoutLogin, withoutLoginIn } from '../../src/nats/address.ts'

test('an address has servers, a stream and parameters', () => {
  expect(parseNats('nats://a,b:4000,[::1]:5/S?subject=x.%7By%7D', ['subject'])).toEqual({
    servers: ['a:4222', 'b:4000', '[::1]:5'],
    isTls: false,
    login: undefined,
    stream: 'S',
    parameters: new Map([['subject', 'x.{y}']]),
    shown: 'nats://a,b:4000,[::1]:5/S?subject=x.%7By%7D',
  })
})

test('a user has a password, a token is alone, and % writes what has a meaning', () => {
  expect(parseNats('nats://me:p%40ss%3A@h/S')).toMatchObject({
    login: { user: 'me', password: 'p@ss:' },
    shown: 'nats://***@h/S',
  })
  expect(parseNats('tls://t%2Fken@h/S')).toMatchObject({
    isTls: true,
    login: { token: 't/ken' },
    shown: 'tls://***@h/S',
  })
})

test('what was printed can be read again: its secret comes from elsewhere', () => {
  expect(parseNats('nats://***@h/S').login).toBe('left out')
})

test('a field in braces may have an @', () => {
  const text = 'nats://h/S?subject=pages.{@lang}'
  expect(parseNats(text, ['subject']).parameters.get('subject')).toBe('pages.{@lang}')
  expect(withoutLogin(text)).toBe(text)
})

test.each([
  ['nats://', 'nats://: expected nats://HOST:PORT/STREAM, as in nats://127.0.0.1:4222/PAGES'],
  ['nats://h', 'nats://h: expected nats://HOST:PORT/STREAM, as in nats://127.0.0.1:4222/PAGES'],
  ['nats://h/', 'nats://h/: expected nats://HOST:PORT/STREAM, as in nats://127.0.0.1:4222/PAGES'],
  [
    'nats://h/a.b',
    'nats://h/a.b: expected nats://HOST:PORT/STREAM, as in nats://127.0.0.1:4222/PAGES',
  ],
  ['nats://h:99999/S', 'nats://h:99999/S: no port: 99999'],
  ['nats://h:0/S', 'nats://h:0/S: no port: 0'],
  ['nats://h/S?', 'nats://h/S?: expected name=value after ?, found ""'],
  ['nats://h/S?a', 'nats://h/S?a: expected name=value after ?, found "a"'],
  ['nats://h/S?subjekt=a', 'nats://h/S?subjekt=a: no parameter "subjekt", did you mean subject?'],
  ['nats://h/S?subject=a&subject=b', 'nats://h/S?subject=a&subject=b: subject: given twice'],
  ['nats://h/S?subject=%', 'nats://h/S?subject=%: a % that belongs to a text is written %25'],
  ['nats://h/S?cert=a', 'nats://h/S?cert=a: cert and key belong together'],
  ['nats://h/S?wait=long', 'nats://h/S?wait=long: wait: expected seconds, found "long"'],
  [
    'nats://t@h/S?creds=f',
    'nats://***@h/S?creds=f: USER:PASSWORD@ and creds: one or the other says who asks',
  ],
])('%s is refused in one sentence', (text, message) => {
  expect(() => parseNats(text, ['subject'])).toThrow(new UsageError(message))
})

test.each([
  'nats://me:secret@h',
  'nats://me:se/cret@h/S',
  'nats://me:12/secret@h/S',
  'nats://me:se?cret@h/S',
  'nats://me:secret@h/S?a=b',
  'nats://me:secret@:1/S',
  'nats://me:secret%@h/S',
  'NATS://secret@h/S?x',
  'nats://me:secret@x@h/S',
])('%s keeps its secret when it is refused', (text) => {
  let message = ''
  try {
    parseNats(text)
  } catch (error) {
    message = String(error)
  }
  expect(message).not.toBe('')
  expect(message).not.toMatch(/secret|cret/)
  expect(withoutLogin(text)).not.toMatch(/secret|cret/)
})

test('addresses within a text lose their secrets too', () => {
  expect(withoutLoginIn('a nats://me:secret@h/S?s={@x}, tls://secret@h and nats://h/S@')).toBe(
    'a nats://***@h/S?s={@x}, tls://***@h and nats://h/S@',
  )
})

test('other names are none', () => {
  expect(['nats.jsonl', 'http://nats://', './nats://x', 'tcp://h:1'].map(isNats)).toEqual([
    false,
    false,
    false,
    false,
  ])
  expect(withoutLogin('a@b')).toBe('a@b')
})
