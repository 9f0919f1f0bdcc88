// What holds for every bridge, whatever is at its far end.

import { setTimeout as pause } from 'node:timers/promises'
import {
  broadcast,
  coroutine,
  FarError,
  finish,
  type Receiver,
  StageError,
  subprocess,
  type Target,
  type Value,
} from 'cosax'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gatesOf } from '../../dist/core/coroutine.js' // a gate is one of the same module
import { Gates } from '../../dist/core/gate.js'
import { FAR_ENDS } from './far-ends.ts'
import { Gathered } from './gather.ts'

/** Sends while the gates are open, and answers how many were taken. */
async function feed(items: Iterable<Value>, target: Target<Value>): Promise<number> {
  const gate = new Gates(gatesOf(target))
  let sent = 0
  for (const item of items) {
    if (gate.isShut) await gate.whenOpen()
    if (!target.send(item)) break
    if (++sent % 1000 === 0) await pause(0)
  }
  return sent
}

function numbered(count: number, text = ''): Value[] {
  return Array.from({ length: count }, (_, n) => ({ n, text }))
}

const VALUE: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom<Value>(null, true, '', '\n', '\u2028', '__proto__', -0.5, 1e21, []),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
  ),
})).value

describe.each(FAR_ENDS)('%s', (_, open) => {
  test('gives the records that the stage gives here, in their order', async () => {
    const law = fc.asyncProperty(fc.array(VALUE, { maxLength: 50 }), async (values) => {
      const found = new Gathered()
      const target = await open('pass', found.target)
      await feed(values, target)
      await finish(target)
      expect(JSON.stringify(found.items)).toBe(JSON.stringify(values))
      expect(found.end).toBe('closed')
    })
    await fc.assert(law, { numRuns: 4 })
  })

  test('takes many records, in batches', async () => {
    const found = new Gathered()
    const target = await open('pass', found.target)
    const records = numbered(20_000, 'some text ü')
    await feed(records, target)
    await finish(target)
    expect(found.items).toEqual(records)
  })

  test('sends on what the stage holds back until the end', async () => {
    const found = new Gathered()
    const target = await open('count', found.target)
    await feed(numbered(3), target)
    target.close()
    await finish(target)
    expect(found.items).toEqual([{ count: 3 }])
    expect(found.end).toBe('closed')
  })

  test('is done when the stage is', async () => {
    const found = new Gathered()
    const target = await open('first-three', found.target)
    const sent = await feed(endless(), target)
    await finish(target)
    expect(found.items).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }])
    expect(sent).toBeGreaterThan(2)
    expect(target.done).toBe(true)
    expect(target.send({ n: 4 })).toBe(false)
  })

  test('is done when what comes after it is', async () => {
    const found = new Gathered(2)
    const target = await open('flood', found.target)
    await feed(endless(), target)
    await finish(target)
    expect(found.items).toEqual([{ n: 0 }, { n: 1 }])
    expect(target.done).toBe(true)
  })

  test('brings an error of the stage, with its message and the name of its class', async () => {
    const found = new Gathered()
    const target = await open('fail', found.target)
    const failure = feed(endless(), target).then(() => finish(target))
    await expect(failure).rejects.toThrow(FarError)
    await expect(failure).rejects.toThrow(StageError)
    await expect(failure).rejects.toMatchObject({
      className: 'TypeError',
      fact: 'no second record',
    })
    await finish(target).catch(() => {})
    expect(found.items).toEqual([{ n: 0 }])
    expect(found.end).toBeInstanceOf(FarError)
    expect(target.send({ n: 1 })).toBe(false)
  })

  test('takes an error there, and brings what the stage has left to say', async () => {
    const found = new Gathered()
    const target = await open('count', found.target)
    target.send({ n: 0 })
    const failure = new RangeError('too far')
    target.throw(failure)
    await finish(target)
    expect(found.items).toEqual([
      { error: 'RangeError', message: expect.stringMatching(/: RangeError: too far$/) },
      { count: 1 },
    ])
    expect(found.end).toBe(failure)
  })

  test('waits for a slow end, and holds little meanwhile', async () => {
    const text = 'x'.repeat(1000)
    let taken = 0
    let ahead = 0
    let sent = 0
    const found = new Gathered(Number.POSITIVE_INFINITY, () => {
      ahead = Math.max(ahead, sent - ++taken)
    })
    const target = await open('pass', slow(found.target))
    const gate = new Gates(gatesOf(target))
    for (const item of numbered(20_000, text)) {
      if (gate.isShut) await gate.whenOpen()
      target.send(item)
      sent++
    }
    await finish(target)
    expect(found.items).toHaveLength(20_000)
    expect(ahead).toBeLessThan(15_000) // kB, of 20 MB: sockets hold some, and more on some days
  })

  test('goes well with others: several end in one target', async () => {
    const found = new Gathered()
    const shared = label('shared', found.target)
    const line = broadcast([
      await open('count', shared),
      await open('first-three', shared),
      subprocess('grep 3', shared),
    ])
    await feed(numbered(5), line)
    await finish(line)
    expect(found.items.map((item) => JSON.stringify(item)).sort()).toEqual([
      '["shared",{"count":5}]',
      '["shared",{"n":0,"text":""}]',
      '["shared",{"n":1,"text":""}]',
      '["shared",{"n":2,"text":""}]',
      '["shared",{"n":3,"text":""}]',
    ])
    expect(found.end).toBe('closed')
  })

  test('stands in a row with itself', async () => {
    const found = new Gathered()
    const target = await open('pass', await open('count', await open('pass', found.target)))
    await feed(numbered(5000), target)
    await finish(target)
    expect(found.items).toEqual([{ count: 5000 }])
  })

  test('passes an error on through the next one', async () => {
    const found = new Gathered()
    const target = await open('pass', await open('fail', await open('pass', found.target)))
    await expect(feed(numbered(100_000), target).then(() => finish(target))).rejects.toThrow(
      /TypeError: no second record$/,
    )
    expect(found.items.length).toBeLessThan(2)
  })
})

function* endless(): Generator<Value> {
  for (let n = 0; ; n++) yield { n }
}

const label = coroutine(function* (name: string, target: Target<Value>): Receiver<Value> {
  while (true) if (!target.send([name, yield])) return
})

/** Lets nobody on for a moment, again and again. */
function slow(target: Target<Value>): Target<Value> {
  const gate = new Gates([])
  let n = 0
  const slowly = coroutine(function* (_: unknown, after: Target<Value>): Receiver<Value> {
    while (true) {
      if (!after.send(yield)) return
      if (++n % 3000 !== 0) continue
      gate.shut()
      setTimeout(() => gate.open(), 20)
    }
  })
  return slowly(gate, target)
}
