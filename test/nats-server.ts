// Starts a real NATS server for tests: on loopback, its streams in a temporary folder. It can be killed and started again there.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { withProgram } from './with-program.ts'

/** All that were started: a hook that is added while a test or another hook runs would not be called. */
const servers: NatsServer[] = []

/**
 * Groups tests that need a server, and ends those that they start. On a machine without the program they are skipped,
 * in CI they fail.
 */
export function withNats(tests: () => void): void {
  withProgram('nats-server', () => {
    afterAll(async () => {
      await Promise.all(servers.splice(0).map((server) => server.stop()))
    })
    tests()
  })
}

export interface NatsServerOptions {
  /** Whether it keeps streams; true if not given. */
  keepsStreams?: boolean
  /** More lines for its configuration file: `authorization { token: "secret" }`, `tls { … }`. */
  config?: string
}

export class NatsServer {
  /** Of its configuration, its streams and its log. */
  readonly folder: string
  readonly port: number
  #process: ChildProcess | undefined

  private constructor(folder: string, port: number) {
    this.folder = folder
    this.port = port
  }

  /** A server that listens. Within `withNats` it is ended, and its folder removed, after the tests. */
  static async start(options: NatsServerOptions = {}): Promise<NatsServer> {
    const server = new NatsServer(mkdtempSync(join(tmpdir(), 'cosax-nats-')), await freePort())
    servers.push(server)
    const { keepsStreams = true, config = '' } = options
    const streams = keepsStreams ? `jetstream { store_dir: "${server.folder}/streams" }` : ''
    writeFileSync(
      server.#config,
      `listen: "127.0.0.1:${server.port}"\nserver_name: test\n${streams}\n${config}\n`,
    )
    await server.startAgain()
    return server
  }

  /** The address of a stream; `login` is `user:password@` or `token@`. */
  address(stream: string, parameters = '', login = ''): string {
    const query = parameters === '' ? '' : `?${parameters}`
    return `nats://${login}127.0.0.1:${this.port}/${stream}${query}`
  }

  /** What it has written to its log. */
  get log(): string {
    return readFileSync(join(this.folder, 'log'), 'utf8')
  }

  /** Ends it at once, as `kill -9` does: nothing is tidied up. */
  async kill(): Promise<void> {
    const process = this.#process
    this.#process = undefined
    if (!process || process.exitCode !== null || process.signalCode !== null) return
    process.kill('SIGKILL')
    await once(process, 'exit')
  }

  /** Starts it on the same port and in the same folder. */
  async startAgain(): Promise<void> {
    const server = spawn('nats-server', ['-c', this.#config, '-l', join(this.folder, 'log')], {
      stdio: 'ignore',
    })
    this.#process = server
    const end = () => server.kill('SIGKILL')
    process.once('exit', end)
    server.once('exit', () => process.off('exit', end))
    while (!(await isListening(this.port))) {
      if (server.exitCode !== null) throw new Error(`nats-server has ended:\n${this.log}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  get #config(): string {
    return join(this.folder, 'server.conf')
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'data') // it greets
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
