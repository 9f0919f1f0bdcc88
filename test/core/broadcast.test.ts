import fc from 'fast-check'
import { expect, test } from 'vitest'
import { broadcast } from '../../src/core/broadcast.ts'
import { coroutine, type Receiver, type Target } from '../../src/core/coroutine.ts'
import { filter } from '../../src/core/filter.ts'

const gather = coroutine(function* (items: unknown[]): Receiver<unknown> {
  try {
    while (true) items.push(yield)
  } finally {
    items.push('closed')
  }
})

const take = coroutine(function* (count: number, target: Target<unknown>): Receiver<unknown> {
  for (let n = 0; n < count; n++) {
    target.send(yield)
    if (n === count - 1) return
  }
})

const total = coroutine(function* (target: Target<unknown>): Receiver<unknown> {
  let n = 0
  try {
    while (true) {
      yield
      n++
    }
  } finally {
    target.send(n)
  }
})

test('every target receives every item, in the order of the targets', () => {
  const items: unknown[] = []
  const shared = gather(items)
  const tagged = (tag: string) =>
    coroutine(function* (target: Target<unknown>): Receiver<unknown> {
      while (true) target.send(`${tag}${yield}`)
    })(shared)
  const line = broadcast([tagged('a'), tagged('b')])
  line.send(1)
  line.send(2)
  expect(items).toEqual(['a1', 'b1', 'a2', 'b2'])
})

test('a target that is done is left out', () => {
  const [short, long]: [unknown[], unknown[]] = [[], []]
  const line = broadcast([take(1, gather(short)), gather(long)])
  expect([line.send(1), line.send(2), line.send(3)]).toEqual([true, true, true])
  expect(short).toEqual([1])
  expect(long).toEqual([1, 2, 3])
})

test('a finished target is not sent to again', () => {
  const sent: unknown[] = []
  const target = {
    send: (item: unknown) => {
      sent.push(item)
      target.done = true
      return false
    },
    close() {},
    throw() {},
    done: false,
  }
  const line = broadcast<unknown>([target, gather([])])
  line.send(1)
  line.send(2)
  expect(sent).toEqual([1])
})

test('a target that is done before the start is never sent to', () => {
  const [sent, items]: [unknown[], unknown[]] = [[], []]
  const finished = {
    send: (item: unknown) => sent.push(item) > 0,
    close() {},
    throw() {},
    done: true,
  }
  expect(broadcast([finished, gather(items)]).send(1)).toBe(true)
  expect([sent, items]).toEqual([[], [1]])
})

test('is done when all targets are, not before', () => {
  const line = broadcast([take(2, gather([])), take(1, gather([])), take(3, gather([]))])
  expect([line.send(1), line.send(2), line.send(3)]).toEqual([true, true, false])
  expect(line.done).toBe(true)
})

test.each([
  ['no targets', []],
  ['targets that are done from the start', [take(0, gather([])), take(0, gather([]))]],
])('with %s is done from the start', (_, targets: Target<unknown>[]) => {
  expect(broadcast(targets).send(1)).toBe(false)
})

test('closing it closes every target, those that were done too', () => {
  const [first, second]: [unknown[], unknown[]] = [[], []]
  const line = broadcast([take(0, gather(first)), gather(second)])
  line.close()
  expect([first, second]).toEqual([['closed'], ['closed']])
})

test('branches that end in one target close it once, after the last has flushed', () => {
  const items: unknown[] = []
  const shared = gather(items)
  const line = broadcast([filter((n: unknown) => n === 1, shared), total(shared), shared])
  line.send(1)
  line.send(2)
  line.close()
  expect(items).toEqual([1, 1, 2, 2, 'closed'])
})

test('the line that finds python twice prints it twice', () => {
  const lines: unknown[] = []
  const shared = gather(lines)
  const grep = (word: string) => filter((line: unknown) => String(line).includes(word), shared)
  const line = broadcast(['python', 'ply', 'swig'].map(grep))
  for (const text of ['python and swig', 'perl', 'ply']) line.send(text)
  line.close()
  expect(lines).toEqual(['python and swig', 'python and swig', 'ply', 'closed'])
})

test('an error in one branch reaches the sender, and throw() then the other branches', () => {
  const [before, after]: [unknown[], unknown[]] = [[], []]
  const fault = new Error('fault')
  const broken = filter(() => {
    throw fault
  }, gather([]))
  const line = broadcast([total(gather(before)), broken, total(gather(after))])
  expect(() => line.send(1)).toThrow(fault)
  line.throw(fault)
  expect(before).toEqual([1, 'closed'])
  expect(after).toEqual([0, 'closed'])
})

test('after an error in closing one branch throw() reaches the other branches', () => {
  const items: unknown[] = []
  const fault = new Error('fault')
  const broken = total({
    send: () => {
      throw fault
    },
    close() {},
    throw() {},
    done: false,
  })
  const line = broadcast([broken, total(gather(items))])
  line.send('item')
  expect(() => line.close()).toThrow(fault)
  line.throw(fault)
  expect(items).toEqual([1, 'closed'])
})

test('each branch sees the same as if it were alone', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.array(fc.nat(6), { minLength: 1 }), (items, counts) => {
      const passed: unknown[][] = counts.map(() => [])
      const line = broadcast(counts.map((count, i) => take(count, gather(passed[i] ?? []))))
      for (const item of items) if (!line.send(item)) break
      expect(passed).toEqual(counts.map((count) => items.slice(0, count)))
      expect(line.done).toBe(counts.every((count) => count <= items.length))
    }),
  )
})
