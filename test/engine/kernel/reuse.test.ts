// A kernel that has read one document reads the next as if it were the first.

import { expect, test } from 'vitest'
import { KernelRecords } from '../../../src/engine/kernel/records.ts'
import { parsePattern } from '../../../src/engine/pattern.ts'
import type { Value } from '../../../src/record/record.ts'

type Way = ['lines' | 'records', send: (item: Value) => boolean]

function read(document: string, ways: Way[]): void {
  const engine = new KernelRecords({
    pattern: parsePattern('b'),
    exits: ways.map(([, send]) => ({ done: false, send }) as never),
    report: { records: 0, seen: new Map() },
    program: {
      steps: ways.map(([how], exit) => ({ after: -1, do: how, exit })),
      exits: ways.length,
    },
  })
  try {
    if (engine.write(Buffer.from(document))) engine.end()
  } finally {
    engine.leave()
  }
}

test('also when who took records of the one before has failed', () => {
  const failing = () => {
    throw new Error('full')
  }
  expect(() =>
    read('<a><b>1</b><b>2</b></a>', [
      ['lines', failing],
      ['records', () => true], // they wait
    ]),
  ).toThrow('full')
  const found: Value[] = []
  read('<a><b>3</b></a>', [['records', (value) => found.push(value) > 0]])
  expect(found).toEqual(['3'])
})
