import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { InputError, OutputError, UsageError } from '../../src/core/errors.ts'
import { parseNats } from '../../src/nats/address.ts'
import { type Connecting, connectNats, streamOf } from '../../src/nats/connect.ts'
import { eventually } from '../eventually.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { withProgram } from '../with-program.ts'
import { makeCertificates } from './certificates.ts'
import { makeSeed } from './seed.ts'

async function opened(text: string, options?: Connecting) {
  const connected = await connectNats(parseNats(text), options)
  onTestFinished(() => connected.close())
  return connected
}

withNats(() => {
  describe('an open server', () => {
    let server: NatsServer
    beforeAll(async () => {
      server = await NatsServer.start()
    })

    test('has streams', async () => {
      const { manager, largest } = await opened(server.address('S'))
      await manager.streams.add({ name: 'S', subjects: ['s.>'] })
      expect((await manager.streams.info('S')).config.name).toBe('S')
      expect(largest).toBe(1024 * 1024)
    })

    test('has no stream that nobody made', async () => {
      const address = parseNats(server.address('NONE'))
      const connected = await opened(server.address('NONE'))
      await expect(streamOf(connected, address, OutputError)).rejects.toThrow(
        new OutputError(`${address.shown}: the server has no such stream`),
      )
    })

    test('is found among several', async () => {
      await opened(`nats://127.0.0.1:1,127.0.0.1:${server.port}/S`)
    })

    test('does not speak TLS', async () => {
      const text = server.address('S').replace('nats:', 'tls:')
      await expect(opened(text)).rejects.toThrow(
        `${text}: the server does not speak TLS: expected nats:// without ca`,
      )
    })

    test('is killed and started again, and the connection goes on', async () => {
      let reconnects = 0
      const onReconnect = () => {
        reconnects++
      }
      const { manager } = await opened(server.address('S'), { onReconnect })
      await manager.streams.add({ name: 'KEPT', subjects: ['kept'] })
      await server.kill()
      await server.startAgain()
      await eventually(() => expect(reconnects).toBe(1))
      expect((await manager.streams.info('KEPT')).config.name).toBe('KEPT')
    })

    test('stays away, and that is said once', async () => {
      const other = await NatsServer.start()
      const lost: string[] = []
      await opened(other.address('S', 'wait=1'), { onLost: (error) => lost.push(String(error)) })
      await other.kill()
      await eventually(() => expect(lost).not.toEqual([]))
      expect(lost).toEqual([
        `InputError: ${other.address('S', 'wait=1')}: no connection for 1 seconds`,
      ])
    })

    test('is waited for, for as long as was said', async () => {
      const other = await NatsServer.start()
      await other.kill()
      const connecting = opened(other.address('S', 'wait=60'))
      await other.startAgain()
      await connecting
    })
  })

  test('nobody listens', async () => {
    await expect(opened('nats://127.0.0.1:1/S', { Failure: OutputError })).rejects.toThrow(
      new OutputError('nats://127.0.0.1:1/S: connection refused: no server listens there'),
    )
    await expect(opened('nats://nowhere.invalid/S')).rejects.toThrow('host not found')
  })

  test('a server without streams says so', async () => {
    const server = await NatsServer.start({ keepsStreams: false })
    await expect(opened(server.address('S'))).rejects.toThrow(
      new InputError(
        `${server.address('S')}: the server keeps no streams: JetStream is not enabled there (nats-server -js)`,
      ),
    )
  })

  test('a password lets in, from the address or the environment, and another does not', async () => {
    const server = await NatsServer.start({
      config: 'authorization { user: me, password: "s3cret/@" }',
    })
    const wrong = /: not let in: wrong or no user, password, token or key$/
    await opened(server.address('S', '', 'me:s3cret%2F%40@'))
    for (const login of ['', 'me:other@', 'token@']) {
      const failing = opened(server.address('S', '', login))
      await expect(failing).rejects.toThrow(wrong)
      await expect(failing).rejects.not.toThrow(/other@|token@/)
    }
    process.env.NATS_USER = 'me'
    process.env.NATS_PASSWORD = 's3cret/@'
    onTestFinished(() => {
      delete process.env.NATS_USER
      delete process.env.NATS_PASSWORD
    })
    await opened(server.address('S'))
    await opened(server.address('S', '', '***@'))
  })

  test('what was left out has to be somewhere', async () => {
    await expect(opened('nats://***@127.0.0.1:1/S')).rejects.toThrow(
      new UsageError(
        'nats://***@127.0.0.1:1/S: the password is left out here: set NATS_USER and NATS_PASSWORD, NATS_TOKEN or NATS_CREDS',
      ),
    )
  })

  test('a token lets in', async () => {
    const server = await NatsServer.start({ config: 'authorization { token: "t0ken" }' })
    await opened(server.address('S', '', 't0ken@'))
    await expect(opened(server.address('S', '', 'other@'))).rejects.toThrow('not let in')
  })

  test('an NKey lets in, and a file that is none does not', async () => {
    const { seed, publicKey } = makeSeed()
    const server = await NatsServer.start({
      config: `authorization { users: [{ nkey: ${publicKey} }] }`,
    })
    const file = join(server.folder, 'user.nk')
    writeFileSync(file, `${seed}\n`)
    await opened(server.address('S', `nkey=${file}`))
    writeFileSync(file, `${makeSeed().seed}\n`)
    await expect(opened(server.address('S', `nkey=${file}`))).rejects.toThrow('not let in')
    writeFileSync(file, 'no seed\n')
    await expect(opened(server.address('S', `nkey=${file}`))).rejects.toThrow('not let in')
    await expect(opened(server.address('S', `creds=${file}`))).rejects.toThrow('not let in')
    await expect(opened(server.address('S', `creds=${file}.none`))).rejects.toThrow(
      new UsageError(
        `${server.address('S', `creds=${file}.none`)}: ${file}.none: no such file or directory`,
      ),
    )
  })

  test('what may not be done is named', async () => {
    const server = await NatsServer.start({
      config: `authorization { users: [{ user: me, password: x, permissions: { publish: ["$JS.API.INFO"] } }] }`,
    })
    const text = server.address('S', '', 'me:x@')
    await expect(streamOf(await opened(text), parseNats(text))).rejects.toThrow(
      `${server.address('S', '', '***@')}: not allowed to publish to "$JS.API.STREAM.INFO.S"`,
    )
  })

  withProgram('openssl', () => {
    test('TLS asks for a certificate that is trusted', async () => {
      const server = await NatsServer.start()
      const { ca, cert, key } = makeCertificates(server.folder)
      const safe = await NatsServer.start({
        config: `tls { cert_file: "${cert}", key_file: "${key}" }`,
      })
      await opened(safe.address('S', `ca=${ca}`))
      await expect(opened(safe.address('S'))).rejects.toThrow(/its certificate is not trusted/)
      const both = await NatsServer.start({
        config: `tls { cert_file: "${cert}", key_file: "${key}", ca_file: "${ca}", verify: true }`,
      })
      await opened(both.address('S', `ca=${ca}&cert=${cert}&key=${key}`))
      const other = join(server.folder, 'other.pem')
      writeFileSync(
        other,
        generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
      )
      await expect(opened(safe.address('S', `ca=${other}`))).rejects.toThrow(/certificate/)
    })
  })
})
