import { once } from 'node:events'
import net, { type AddressInfo, type Server, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import {
  accept,
  available,
  ClosedError,
  close,
  connect,
  killTask,
  listen,
  newTask,
  type Routine,
  readWait,
  receive,
  Scheduler,
  send,
  sleep,
  waitTask,
  writeWait,
} from '../../../src/task/index.ts'
import { eventually } from '../../eventually.ts'

const run = <T>(body: () => Routine<T>): Promise<T> => new Scheduler().run(body)
const portOf = (server: Server): { host: string; port: number } => {
  const { address, port } = server.address() as AddressInfo
  return { host: address, port }
}
const onLoopback = { port: 0, host: '127.0.0.1' }

function* echo(client: Socket): Routine<void> {
  try {
    for (let data = yield* receive(client); data; data = yield* receive(client)) {
      yield* send(client, data)
    }
  } finally {
    yield* close(client)
  }
}

function* serve(server: Server, handle: (client: Socket) => Routine): Routine<void> {
  while (true) yield* newTask(handle(yield* accept(server)))
}

/** Runs `body` against a server, and closes it. */
function* serving(
  handle: (client: Socket) => Routine,
  body: (address: { host: string; port: number }) => Routine<void>,
): Routine<void> {
  const server = yield* listen(onLoopback)
  const acceptor = yield* newTask(serve(server, handle))
  try {
    yield* body(portOf(server))
  } finally {
    yield* killTask(acceptor)
    yield* close(server)
  }
}

function* receiveAll(socket: Socket): Routine<Buffer> {
  const chunks: Buffer[] = []
  for (let data = yield* receive(socket); data; data = yield* receive(socket)) chunks.push(data)
  return Buffer.concat(chunks)
}

/** The sockets and servers that keep a process alive. */
const descriptors = (): number =>
  process.getActiveResourcesInfo().filter((each) => each.includes('TCP')).length
const before = descriptors()
const expectNoneLeft = (): Promise<void> =>
  eventually(() => expect(descriptors()).toBeLessThanOrEqual(before))

describe('sockets', () => {
  test('many clients are served at once', async () => {
    const got: string[] = []
    await run(() =>
      serving(echo, function* (address) {
        const clients = []
        for (let n = 0; n < 50; n++) {
          clients.push(
            yield* newTask(function* () {
              const socket = yield* connect(address)
              for (let k = 0; k < 5; k++) {
                yield* send(socket, `${n}:${k}`)
                got.push(String(yield* receive(socket)))
              }
              yield* close(socket)
            }),
          )
        }
        for (const id of clients) yield* waitTask(id)
      }),
    )
    expect(new Set(got).size).toBe(250)
    await expectNoneLeft()
  })

  test('a far end that does not read makes the sender wait, and nothing is lost', async () => {
    const megabytes = 32
    let sent = 0
    const block = Buffer.alloc(1 << 20, 'x')
    await run(() =>
      serving(
        function* (client) {
          for (; sent < megabytes; sent++) yield* send(client, block)
          yield* close(client)
        },
        function* (address) {
          const socket = yield* connect(address)
          yield* sleep(100)
          expect(sent).toBeLessThan(megabytes)
          yield* sleep(50)
          expect((yield* receiveAll(socket)).length).toBe(megabytes << 20)
          yield* close(socket)
        },
      ),
    )
  })

  test('a socket is paused while no task waits for its bytes', async () => {
    await run(() =>
      serving(
        function* (client) {
          yield* receive(client)
          while (client.bytesRead < 2) yield* sleep(1)
          expect(client.isPaused()).toBe(true)
          yield* sleep(100)
          expect(client.bytesRead).toBeLessThan(4 << 20)
          yield* receiveAll(client)
          expect(client.bytesRead).toBe((8 << 20) + 1)
          yield* close(client)
        },
        function* (address) {
          const socket = yield* connect(address)
          yield* send(socket, 'x')
          yield* sleep(20)
          yield* newTask(function* () {
            yield* send(socket, Buffer.alloc(8 << 20))
            socket.end()
          })
          yield* receiveAll(socket)
          yield* close(socket)
        },
      ),
    )
  })

  test('one that has finished sending still hears', async () => {
    await run(() =>
      serving(
        function* (client) {
          const all = yield* receiveAll(client)
          expect(yield* receive(client)).toBeUndefined()
          yield* sleep(5)
          yield* send(client, String(all).toUpperCase())
          yield* close(client)
        },
        function* (address) {
          const socket = yield* connect(address)
          yield* send(socket, 'question')
          socket.end()
          expect(String(yield* receiveAll(socket))).toBe('QUESTION')
          yield* close(socket)
        },
      ),
    )
  })

  test('a reset is an error where the task waits, and ever after', async () => {
    const codes: unknown[] = []
    await run(() =>
      serving(
        function* (client) {
          for (const read of [
            receive(client),
            receive(client),
            send(client, 'x'),
            writeWait(client),
          ]) {
            try {
              yield* read
            } catch (error) {
              codes.push((error as NodeJS.ErrnoException).code)
              expect((error as Error).stack).toMatch(/ \(yield\)/)
            }
          }
        },
        function* (address) {
          const socket = yield* connect(address)
          yield* sleep(5)
          socket.resetAndDestroy()
          yield* sleep(20)
        },
      ),
    )
    expect(codes).toEqual(['ECONNRESET', 'ECONNRESET', 'ECONNRESET', 'ECONNRESET'])
  })

  test('what came before a reset is given first', async () => {
    const got: unknown[] = []
    await run(() =>
      serving(
        function* (client) {
          yield* send(client, 'last words')
          yield* sleep(10)
          client.resetAndDestroy()
        },
        function* (address) {
          const socket = yield* connect(address)
          try {
            yield* readWait(socket)
            yield* sleep(30)
            got.push(String(yield* receive(socket)))
            got.push(yield* receive(socket))
          } catch (error) {
            got.push(error)
          }
          yield* close(socket)
        },
      ),
    )
    // a machine that is so busy that both have come before the first is read may have dropped it
    const words = got.length > 1 ? ['last words'] : []
    expect(got).toMatchObject([...words, { code: 'ECONNRESET' }])
  })

  test('a socket that was closed here can be neither read nor written', async () => {
    await run(() =>
      serving(echo, function* (address) {
        const socket = yield* connect(address)
        const reader = yield* newTask(function* () {
          try {
            yield* receive(socket)
          } catch (error) {
            return error
          }
        })
        yield* sleep(1)
        socket.destroy()
        expect(yield* waitTask(reader)).toBeInstanceOf(ClosedError)
        for (const use of [
          receive(socket),
          send(socket, 'x'),
          readWait(socket),
          writeWait(socket),
        ]) {
          let seen: unknown
          try {
            yield* use
          } catch (error) {
            seen = error
          }
          expect(seen).toBeInstanceOf(ClosedError)
        }
        expect(() => available(socket)).toThrow(ClosedError)
      }),
    )
  })

  test('`readWait` and `available` are what `receive` is made of', async () => {
    await run(() =>
      serving(echo, function* (address) {
        const socket = yield* connect(address)
        expect(available(socket)).toBeUndefined()
        yield* writeWait(socket)
        yield* send(socket, 'hello')
        yield* readWait(socket)
        expect(String(available(socket))).toBe('hello')
        expect(available(socket)).toBeUndefined()
        yield* close(socket)
      }),
    )
  })

  test('of two readers each chunk goes to one, and the end to both', async () => {
    const got: string[] = []
    await run(() =>
      serving(echo, function* (address) {
        const socket = yield* connect(address)
        const read = function* (): Routine<void> {
          got.push(String(yield* receiveAll(socket)))
        }
        const readers = [yield* newTask(read()), yield* newTask(read())]
        for (const text of ['a', 'b', 'c', 'd']) {
          yield* send(socket, text)
          yield* sleep(5)
        }
        socket.end()
        for (const id of readers) yield* waitTask(id)
        yield* close(socket)
      }),
    )
    expect(got.join('').split('').sort().join('')).toBe('abcd')
    expect(got.length).toBe(2)
  })

  test('bytes that a killed task did not live to take are the next one’s', async () => {
    const scheduler = new Scheduler()
    await scheduler.run(() =>
      serving(echo, function* (address) {
        const socket = yield* connect(address)
        const reader = yield* newTask(function* () {
          yield* receive(socket)
        })
        yield* send(socket, 'hello')
        const isReady = () =>
          scheduler.tasks.some(({ id, state }) => id === reader && state === 'ready')
        while (isReady()) yield // has not begun
        while (!isReady()) yield // has been given the bytes, and had no turn
        yield* killTask(reader)
        expect(String(yield* receive(socket))).toBe('hello')
        yield* close(socket)
      }),
    )
  })

  test('an own server and sockets of the platform may be used', async () => {
    const server = net.createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    await run(function* () {
      const acceptor = yield* newTask(serve(server, echo))
      yield* sleep(1)
      const socket = net.connect(portOf(server).port, '127.0.0.1')
      yield* send(socket, 'hello')
      expect(String(yield* receive(socket))).toBe('hello')
      yield* close(socket)
      yield* killTask(acceptor)
      yield* close(server)
    })
  })
})

describe('servers', () => {
  test('an address in use is an error of `listen`', async () => {
    await run(function* () {
      const server = yield* listen(onLoopback)
      let code: unknown
      try {
        yield* listen(portOf(server))
      } catch (error) {
        code = (error as NodeJS.ErrnoException).code
      }
      expect(code).toBe('EADDRINUSE')
      yield* close(server)
    })
    await expectNoneLeft()
  })

  test('nobody there is an error of `connect`', async () => {
    await run(function* () {
      const server = yield* listen(onLoopback)
      const address = portOf(server)
      yield* close(server)
      let code: unknown
      try {
        yield* connect(address)
      } catch (error) {
        code = (error as NodeJS.ErrnoException).code
      }
      expect(code).toBe('ECONNREFUSED')
    })
  })

  test('that is closed ends those who accept, and those whom nobody has accepted', async () => {
    await run(function* () {
      const server = yield* listen(onLoopback)
      const acceptors = []
      const socket = yield* connect(portOf(server))
      yield* sleep(10)
      yield* close(server)
      for (let n = 0; n < 2; n++) {
        acceptors.push(
          yield* newTask(function* () {
            try {
              yield* accept(server)
            } catch (error) {
              return error
            }
          }),
        )
      }
      for (const id of acceptors) expect(yield* waitTask(id)).toBeInstanceOf(ClosedError)
      let end: unknown
      try {
        end = yield* receive(socket)
      } catch (error) {
        end = (error as NodeJS.ErrnoException).code
      }
      expect([undefined, 'ECONNRESET']).toContain(end)
      yield* close(socket)
    })
  })

  test('each connection goes to one of those who accept', async () => {
    let accepted = 0
    await run(function* () {
      const server = yield* listen(onLoopback)
      const acceptors = []
      for (let n = 0; n < 3; n++) {
        acceptors.push(
          yield* newTask(function* () {
            while (true) {
              const client = yield* accept(server)
              accepted++
              yield* close(client)
            }
          }),
        )
      }
      for (let n = 0; n < 10; n++) {
        const socket = yield* connect(portOf(server))
        yield* receive(socket)
        yield* close(socket)
      }
      for (const id of acceptors) yield* killTask(id)
      yield* close(server)
    })
    expect(accepted).toBe(10)
  })
})

describe('a kill', () => {
  /** One server, one client, killed after a turn. */
  async function killedAfter(at: number, id: number): Promise<number> {
    let turns = 0
    const open = new Set<Socket | Server>()
    const scheduler = new Scheduler({
      onTurn: () => {
        if (turns++ === at) scheduler.kill(id)
      },
      onError: () => {},
    })
    const closing = function* (source: Socket | Server, body: () => Routine<void>): Routine<void> {
      open.add(source)
      try {
        yield* body()
      } finally {
        if (source instanceof net.Server) yield* close(source)
        else source.destroy()
      }
    }
    await scheduler
      .run(function* () {
        const server = yield* listen(onLoopback)
        yield* closing(server, function* () {
          yield* newTask(
            (function* (): Routine<void> {
              const client = yield* accept(server)
              yield* closing(client, () => echo(client))
            })(),
            { detached: true },
          )
          const client = yield* newTask(function* () {
            const socket = yield* connect(portOf(server))
            yield* closing(socket, function* () {
              yield* send(socket, 'hello')
              yield* receive(socket)
              yield* sleep(1)
              yield* send(socket, 'again')
              yield* receive(socket)
            })
          })
          yield* newTask(
            function* () {
              yield* sleep(at < 0 ? 60_000 : 30) // when the far end is killed, nobody answers
              scheduler.stop()
            },
            { detached: true },
          )
          yield* waitTask(client)
          scheduler.stop()
        })
      })
      .catch(() => {})
    expect(scheduler.tasks).toEqual([])
    return turns
  }

  test('at every step of every task leaves no descriptor', async () => {
    const turns = await killedAfter(-1, 0)
    expect(turns).toBeGreaterThan(15)
    for (const id of [1, 2, 3]) {
      for (let at = 0; at < turns; at++) await killedAfter(at, id)
    }
    await expectNoneLeft()
  })
})
