import { expect, test } from 'vitest'
import { coroutine, MORE, type Receiver } from '../../src/core/coroutine.ts'
import type { Value } from '../../src/record/record.ts'
import { gathered, joined, type Whole } from '../../src/stages/gathering.ts'
import { gather } from './through.ts'

/** Sends what it received, with a pause before each, and says when it has ended. */
function echo(ended: string[] = []): Whole<Value[]> {
  const known: Value[] = []
  return {
    add: (record) => known.push(record),
    merge: (records) => known.push(...records),
    *results() {
      try {
        for (const record of known) {
          yield MORE
          yield record
        }
      } finally {
        ended.push('ended')
      }
    },
  }
}

test('a pause of the results is no record', () => {
  const passed: Value[] = []
  const line = gathered(echo(), gather(passed))
  line.send('1')
  line.send(null)
  line.close()
  expect(passed).toEqual(['1', null])
})

test('states are joined in the order in which they come', () => {
  const passed: Value[] = []
  const line = joined(echo(), gather(passed))
  line.send(['1', '2'])
  line.send([])
  line.send(['3'])
  line.close()
  expect(passed).toEqual(['1', '2', '3'])
})

test('no result is asked for when the target has enough, and what made them is ended', () => {
  const ended: string[] = []
  const passed: Value[] = []
  const one = coroutine(function* (): Receiver<Value> {
    passed.push(yield)
  })
  const line = joined(echo(ended), one())
  line.send(['1', '2', '3'])
  line.close()
  expect(passed).toEqual(['1'])
  expect(ended).toEqual(['ended'])
})

test.each([gathered, joined])('%o is done when its target is', (start) => {
  const done = { send: () => false, close() {}, throw() {}, done: true }
  expect(start(echo(), done).done).toBe(true)
})

test('what is known is sent when the input breaks', () => {
  const passed: Value[] = []
  const line = joined(echo(), gather(passed))
  line.send(['1'])
  line.throw(new Error('broken'))
  expect(passed).toEqual(['1'])
})
