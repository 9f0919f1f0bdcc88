import { expect, test } from 'vitest'
import type { Value } from '../../src/record/record.ts'
import { head } from '../../src/stages/head.ts'
import { tee } from '../../src/stages/tee.ts'
import { gather, started } from './through.ts'

test('writes to its destination and passes on', () => {
  const [written, passed, opened]: [Value[], Value[], string[]] = [[], [], []]
  const line = tee.start('copy.jsonl', gather(passed), (destination) => {
    opened.push(destination)
    return gather(written)
  })
  line.send('1')
  line.send('2')
  expect(opened).toEqual(['copy.jsonl'])
  expect(written).toEqual(['1', '2'])
  expect(passed).toEqual(['1', '2'])
})

test('goes on writing when the rest of the line is done', () => {
  const written: Value[] = []
  const rest = started(head, '1', gather([]))
  const line = tee.start('copy', rest, () => gather(written))
  expect([line.send('1'), line.send('2')]).toEqual([true, true])
  expect(written).toEqual(['1', '2'])
})

test('goes on passing on when the reader of its destination has gone', () => {
  const passed: Value[] = []
  const closed = gather([])
  closed.close()
  const line = tee.start('copy', gather(passed), () => closed)
  expect(line.send('1')).toBe(true)
  expect(passed).toEqual(['1'])
})

test('is done when both are', () => {
  const line = tee.start('copy', started(head, '2', gather([])), () =>
    started(head, '1', gather([])),
  )
  expect([line.send('1'), line.send('2')]).toEqual([true, false])
})

test('closes both', () => {
  const [written, passed] = [gather([]), gather([])]
  tee.start('copy', passed, () => written).close()
  expect([written.done, passed.done]).toEqual([true, true])
})

test('its argument is the destination as typed', () => {
  expect(tee.parse('out/all records.jsonl')).toBe('out/all records.jsonl')
  expect(tee.describe('out/all records.jsonl')).toBe('out/all records.jsonl')
})
