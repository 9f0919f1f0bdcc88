import { expect, test } from 'vitest'
import { EXIT_CODES, exitCodeOf } from '../../src/cli/exit.ts'
import { InputError, OutputError, StageError, UsageError } from '../../src/core/errors.ts'
import { LimitError, XmlError } from '../../src/engine/xml-error.ts'

const position = { offset: 0, line: 1, column: 1 }

test.each([
  ['a usage error', new UsageError('x'), 2],
  ['a document that is not well-formed', new XmlError('x', 'a.xml', position, '/'), 3],
  ['a document beyond a limit', new LimitError('x', 'a.xml', position, '/'), 3],
  ['an input error', new InputError('x'), 4],
  ['an output error', new OutputError('x'), 5],
  ['a stage error', new StageError('x'), 5],
])('%s has its own code', (_, error, code) => {
  expect(exitCodeOf(error)).toBe(code)
  expect(EXIT_CODES.map(([code]) => code)).toContain(String(code))
})

test.each([[new Error('x')], [new TypeError('x')], ['text'], [undefined], [null], [{}]])(
  'no code is known for %o',
  (error) => expect(exitCodeOf(error)).toBeUndefined(),
)

test('every code is explained once, in order', () => {
  const codes = EXIT_CODES.map(([code]) => code)
  expect(codes).toEqual(['0', '1', '2', '3', '4', '5', '70', '129, 130, 143'])
  for (const [, meaning] of EXIT_CODES) expect(meaning).not.toBe('')
})
