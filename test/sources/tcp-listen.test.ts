import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { InputError, UsageError } from '../../src/core/errors.ts'
import { Gate } from '../../src/core/gate.ts'
import { run } from '../../src/plan/run.ts'
import { eachInput, openSource } from '../../src/sources/open.ts'
import type { Reading, SourceOptions } from '../../src/sources/source.ts'
import { reading } from './reading.ts'

const ANY = 'tcp-listen://127.0.0.1:0'

/** Begins to read and answers with where a client may connect, and what becomes of the reading. */
async function listening(
  rest: Partial<Reading> = {},
  options: SourceOptions = {},
  input = ANY,
): Promise<{ port: number; text: () => string; hasEnded: Promise<boolean> }> {
  const chunks: Buffer[] = []
  let hasEnded = Promise.resolve(false)
  const address = await new Promise<string>((onListening, reject) => {
    const opening = openSource(input, { ...options, onListening })
    hasEnded = opening.then((source) => source.read(reading(chunks, rest)))
    hasEnded.catch(reject)
  })
  const port = Number(address.slice(address.lastIndexOf(':') + 1))
  return { port, hasEnded, text: () => Buffer.concat(chunks).toString() }
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

test('one connection is read to its end, and no other is taken', async () => {
  const { port, hasEnded, text } = await listening()
  const socket = await connected(port)
  socket.write('<a>')
  socket.end('</a>')
  expect(await hasEnded).toBe(true)
  expect(text()).toBe('<a></a>')
  const [error] = await once(connect(port, '127.0.0.1'), 'error')
  expect(error.code).toBe('ECONNREFUSED')
})

test('what comes compressed is expanded', async () => {
  const { port, hasEnded, text } = await listening()
  const socket = await connected(port)
  socket.end(gzipSync('<a/>'))
  expect(await hasEnded).toBe(true)
  expect(text()).toBe('<a/>')
})

test('several connections are several inputs, in the order in which they came', async () => {
  const inputs = [...eachInput(['x', 'tcp-listen://4000?connections=2', 'tcp-listen://4000', 'x'])]
  const port = 'tcp-listen://4000'
  expect(inputs.map(({ input }) => input)).toEqual(['x', port, port, port, 'x'])
  expect(inputs.map(({ isNamedAgain }) => isNamedAgain)).toEqual([false, true, true, false, false])
})

test('a run takes as many connections as are asked for', async () => {
  const { port } = await freePort()
  const plan = {
    inputs: [`tcp-listen://127.0.0.1:${port}?connections=3`],
    records: true,
    pipeline: { stages: [{ stage: 'count', argument: null }], to: ['/dev/null'] },
  }
  const done = run(plan)
  for (const line of ['1\n', '2\n3', '']) (await connectedSoon(port)).end(line)
  expect(await done).toMatchObject({ records: 3, bytes: 5 })
  const [error] = await once(connect(port, '127.0.0.1'), 'error')
  expect(error.code).toBe('ECONNREFUSED')
})

test('nobody is let in when no more is wanted', async () => {
  const { port } = await freePort()
  const plan = {
    inputs: [`tcp-listen://127.0.0.1:${port}?connections=3`],
    record: 'a',
    pipeline: { stages: [{ stage: 'head', argument: 1 }], to: ['/dev/null'] },
  }
  const done = run(plan)
  const socket = await connectedSoon(port)
  const closed = once(socket.resume(), 'close')
  socket.write(`<r>${'<a/>'.repeat(200)}`)
  expect(await done).toMatchObject({ written: 1 })
  await closed
  const [error] = await once(connect(port, '127.0.0.1'), 'error')
  expect(error.code).toBe('ECONNREFUSED')
})

test('a client waits while a sink is full', async () => {
  const gate = new Gate()
  let bytes = 0
  const write = (chunk: Uint8Array) => {
    bytes += chunk.length
    if (bytes === chunk.length) gate.shut()
    return true
  }
  const { port, hasEnded } = await listening({ gate, write })
  const socket = await connected(port)
  const most = 64 << 20
  const chunk = Buffer.alloc(1 << 20)
  let sent = 0
  while (sent < most && socket.write(chunk)) sent += chunk.length
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(bytes).toBeLessThan(1 << 20)
  gate.open()
  socket.end()
  expect(await hasEnded).toBe(true)
  expect(bytes).toBe(sent + chunk.length)
})

describe('an input fails', () => {
  test('when its client resets the connection', async () => {
    const { port, hasEnded } = await listening({
      write: () => {
        socket.resetAndDestroy()
        return true
      },
    })
    const socket = await connected(port)
    socket.write('<a>')
    await expect(hasEnded).rejects.toThrow(new InputError(`${ANY}: connection reset after 3 bytes`))
  })

  test('when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const input = `tcp-listen://127.0.0.1:${port}`
    await expect(listening({}, {}, input)).rejects.toThrow(
      new InputError(`${input}: the port is taken by another program`),
    )
    server.close()
  })

  test('when nobody comes, or says anything, for so long as is asked for', async () => {
    const { hasEnded } = await listening({}, { timeout: 1 })
    await expect(hasEnded).rejects.toThrow(new InputError(`${ANY}: no connection for 1 seconds`))
    const silent = await listening({}, { timeout: 1 })
    const socket = await connected(silent.port)
    await expect(silent.hasEnded).rejects.toThrow(new InputError(`${ANY}: no byte for 1 seconds`))
    socket.destroy()
  })
})

test('a signal ends the wait for a client, and for what it sends', async () => {
  const waiting = new AbortController()
  const { hasEnded } = await listening({ signal: waiting.signal })
  waiting.abort()
  expect(await hasEnded).toBe(false)
  const reading = new AbortController()
  const open = await listening({ signal: reading.signal })
  const socket = await connected(open.port)
  socket.write('<a>')
  while (open.text() === '') await new Promise((resolve) => setTimeout(resolve, 1))
  reading.abort()
  expect(await open.hasEnded).toBe(false)
  await text(socket).catch(() => '')
})

test.each([
  'tcp-listen://',
  'tcp-listen://host',
  'tcp-listen://1:2:3',
  'tcp-listen://127.0.0.1:70000',
  'tcp-listen://4000?connections=0',
  'tcp-listen://4000?x=1',
])('%s is no address', (input) => expect(() => [...eachInput([input])]).toThrow(UsageError))

/** One that was free a moment ago. */
async function freePort(): Promise<{ port: number }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return { port }
}

async function connectedSoon(port: number): Promise<Socket> {
  while (true) {
    try {
      return await connected(port)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}
