import { expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { commitAll } from '../../src/sinks/commit-all.ts'
import type { Committable } from '../../src/sinks/output.ts'

/** What appears as files of these names; one of no name cannot. */
function ending(...names: string[]): Committable {
  return {
    records: 0,
    async flush() {},
    discard() {},
    commit(onCommitted) {
      for (const name of names) {
        if (name === '') throw new OutputError('d: is a directory')
        onCommitted?.(name)
      }
    },
  }
}

test('all appear, in order', () => {
  expect(() => commitAll([ending('a'), ending('b', 'c')])).not.toThrow()
})

test.each([
  ['the first', [ending(''), ending('a')], 'd: is a directory'],
  [
    'a later one',
    [ending('a'), ending('b', 'c', '')],
    'd: is a directory; written by then: a, b, c',
  ],
  [
    'one after many',
    [ending(...'abcdefghijk'.split('')), ending('')],
    'd: is a directory; written by then: a, b, c, d, e, f, g, h, 3 more',
  ],
])('the error says what is there when %s cannot appear', (_, committables, message) => {
  expect(() => commitAll(committables)).toThrow(new OutputError(message))
})
