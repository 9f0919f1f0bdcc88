import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { finish, receiveFrom, StageError, sendTo } from 'cosax'
import { describe, expect, test } from 'vitest'
import { connected } from './far-ends.ts'
import { Gathered } from './gather.ts'

describe('records over a connection', () => {
  test('arrive, and the target there has ended when the one here has', async () => {
    const [near, far] = await connected()
    const found = new Gathered()
    const received = receiveFrom(far, found.target)
    const target = sendTo(near)
    for (let n = 0; n < 3; n++) target.send({ n })
    await finish(target)
    expect(found).toMatchObject({ items: [{ n: 0 }, { n: 1 }, { n: 2 }], end: 'closed' })
    await received
  })

  test('make no sender go on whose receiver has had enough', async () => {
    const [near, far] = await connected()
    const found = new Gathered(1)
    const received = receiveFrom(far, found.target)
    const target = sendTo(near)
    while (target.send({ n: 1 })) await new Promise((resolve) => setImmediate(resolve))
    await finish(target)
    await received
    expect(found.items).toHaveLength(1)
  })

  test('bring an error of the target back', async () => {
    const [near, far] = await connected()
    const failing = new Gathered(9, () => {
      throw new TypeError('no room')
    })
    const received = receiveFrom(far, failing.target)
    const target = sendTo(near)
    target.send({})
    await expect(finish(target)).rejects.toMatchObject({ className: 'TypeError', fact: 'no room' })
    await expect(received).rejects.toThrow(new TypeError('no room'))
  })

  test('take an error along', async () => {
    const [near, far] = await connected()
    const found = new Gathered()
    const received = receiveFrom(far, found.target)
    const target = sendTo(near)
    target.send({})
    target.throw(new RangeError('too far'))
    await finish(target)
    await received
    expect(found.items).toEqual([{}])
    expect(found.end).toMatchObject({ className: 'RangeError', fact: 'too far' })
  })

  test.each(['destroy', 'end', 'resetAndDestroy'] as const)(
    'that is closed before its end is an error at both ends: %s',
    async (close) => {
      const [near, far] = await connected()
      const found = new Gathered()
      const received = receiveFrom(far, found.target)
      received.catch(() => {})
      const target = sendTo(near)
      target.send({})
      await new Promise((resolve) => setTimeout(resolve, 60))
      near[close]()
      await expect(received).rejects.toThrow(/connection closed before its end$/)
      expect(found.items).toEqual([{}])
      expect(found.end).toBeInstanceOf(StageError)
      await expect(finish(target)).rejects.toThrow(StageError)
    },
  )

  test('with something else on it are an error with its place', async () => {
    const [near, far] = await connected()
    const received = receiveFrom(far, new Gathered().target)
    received.catch(() => {})
    near.resume().write('GET / HTTP/1.1\r\n\r\n')
    await expect(received).rejects.toThrow(/: at byte 0: expected a frame, found the byte 0x47$/)
  })

  test('with a frame that is too long, or cut off, are errors', async () => {
    const frame = Buffer.from('R\0\0\0\x05{}\n{}', 'latin1')
    const long = receiveFrom(Readable.from([frame]), new Gathered().target, { longest: 4 })
    await expect(long).rejects.toThrow(/at byte 0: frame of 5 bytes: expected at most 4$/)
    const cut = receiveFrom(Readable.from([frame.subarray(0, 8)]), new Gathered().target)
    await expect(cut).rejects.toThrow(/at byte 0: frame is cut off: expected 10 bytes, found 8$/)
    const none = receiveFrom(Readable.from([frame]), new Gathered().target)
    await expect(none).rejects.toThrow(/connection closed before its end$/)
  })
})

test('a stream in one direction tells nothing of its end, and is closed with the sender', async () => {
  const stream = new PassThrough()
  const found = new Gathered()
  const received = receiveFrom(Readable.from(stream), found.target)
  const target = sendTo(writeOnly(stream))
  target.send({ n: 1 })
  await finish(target)
  await received
  expect(found).toMatchObject({ items: [{ n: 1 }], end: 'closed' })
  expect(stream.writableEnded).toBe(true)
})

/** The same stream with nothing to read. */
function writeOnly(stream: PassThrough) {
  const { Writable } = process.getBuiltinModule('node:stream')
  return new Writable({
    write: (bytes, _, done) => stream.write(bytes, done),
    final(done) {
      stream.end()
      once(stream, 'finish').then(() => done())
    },
  })
}
