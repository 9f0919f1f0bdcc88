import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  CosaxError,
  InputError,
  messageOf,
  OutputError,
  ReentrantSendError,
  reasonOf,
  StageError,
  UsageError,
} from '../../src/core/errors.ts'

test.each([
  ['UsageError', new UsageError('fact')],
  ['InputError', new InputError('fact')],
  ['OutputError', new OutputError('fact')],
  ['StageError', new StageError('fact')],
  ['ReentrantSendError', new ReentrantSendError('close')],
])('%s is a CosaxError that says its own name', (name, error) => {
  expect(error).toBeInstanceOf(CosaxError)
  expect(error).toBeInstanceOf(Error)
  expect(error.name).toBe(name)
  expect(error.stack).toContain('errors.test.ts')
})

test.each([
  [new Error('an error'), 'an error'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [7, '7'],
])('the message of %o is %s', (caught, message) => {
  expect(messageOf(caught)).toBe(message)
})

test.each([
  ["no such 'file', here", 'no such file or directory'],
  ['.', 'is a directory'],
])('the reason why %s cannot be read is: %s', (path, reason) => {
  expect.assertions(1)
  try {
    readFileSync(path)
  } catch (error) {
    expect(reasonOf(error)).toBe(reason)
  }
})

test.each([
  ["EXDEV: cross-device link not permitted, rename 'a' -> 'b'", 'cross-device link not permitted'],
  ["ENOENT: no such file or directory, open 'two\nlines'", 'no such file or directory'],
  ['ENOSPC: no space left on device, write', 'no space left on device'],
  ['something else', 'something else'],
])('the reason of %j is %j', (message, reason) => {
  expect(reasonOf(new Error(message))).toBe(reason)
})
