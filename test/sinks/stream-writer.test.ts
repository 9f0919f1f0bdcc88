import { Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { StreamWriter, type StreamWriting } from '../../src/sinks/stream-writer.ts'

class Slow extends Writable {
  readonly taken: Buffer[] = []
  #waiting: [Buffer, () => void] | undefined
  isOpen = false

  override _write(bytes: Buffer, _: string, done: () => void): void {
    if (this.isOpen) {
      this.taken.push(bytes)
      setImmediate(done)
    } else this.#waiting = [bytes, done]
  }

  open(): void {
    this.isOpen = true
    if (!this.#waiting) return
    const [bytes, done] = this.#waiting
    this.taken.push(bytes)
    done()
  }

  get text(): string {
    return Buffer.concat(this.taken).toString()
  }
}

function writer(stream: Writable, rest: Partial<StreamWriting> = {}): StreamWriter {
  return new StreamWriter(stream, { name: 'it', gate: new Gate(), ...rest })
}

test('writes text and bytes in their order, small text when it is quiet', async () => {
  const stream = new Slow()
  stream.open()
  const to = writer(stream)
  to.write('a')
  to.writeText(Buffer.from('b'))
  to.writeBytes(Buffer.from('c'))
  to.write('d')
  await pause(60)
  expect(stream.text).toBe('abcd')
  to.write('e')
  await to.flush()
  expect(stream.text).toBe('abcde')
  expect(stream.writableFinished).toBe(true)
})

test('takes bytes that are overwritten afterwards', async () => {
  const stream = new Slow()
  const to = writer(stream)
  const bytes = Buffer.alloc(100_000, 'a')
  to.writeText(bytes)
  bytes.fill('b')
  stream.open()
  await to.flush()
  expect(stream.text).toBe('a'.repeat(100_000))
})

test('shuts the gate once while much waits, and opens it when little does', async () => {
  const gate = new Gate()
  const stream = new Slow()
  const to = writer(stream, { gate })
  for (let n = 0; n < 20; n++) {
    to.writeBytes(Buffer.alloc(50_000))
    expect(gate.isShut).toBe(false)
  }
  for (let n = 0; n < 5; n++) to.writeBytes(Buffer.alloc(50_000))
  expect(gate.isShut).toBe(true)
  stream.open()
  await gate.whenOpen()
  expect(stream.writableLength).toBeLessThan(600_000)
  await to.flush()
  expect(gate.isShut).toBe(false)
})

test.each(['EPIPE', 'ECONNRESET'])(
  'is closed, and no failure, when the reader has gone: %s',
  async (code) => {
    const stream = new Slow()
    let closed = 0
    const gate = new Gate()
    const to = writer(stream, { gate, onClosed: () => closed++ })
    for (let n = 0; n < 30; n++) to.writeBytes(Buffer.alloc(50_000))
    stream.destroy(Object.assign(new Error(code), { code }))
    await to.flush()
    expect(to.write('x')).toBe(false)
    expect([closed, to.isClosed, gate.isShut]).toEqual([1, true, false])
  },
)

test('fails, and breaks the gate, where a reader is needed', async () => {
  const stream = new Slow()
  const gate = new Gate()
  const to = writer(stream, { gate, needsReader: true })
  to.write('x')
  stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
  const failure = new OutputError('it: connection closed before all was sent')
  await expect(to.flush()).rejects.toEqual(failure)
  expect(() => to.write('y')).toThrow(failure)
  await expect(gate.whenOpen()).rejects.toEqual(failure)
})
