import { beforeAll, expect, test } from 'vitest'
import type { CosaxError } from '../../src/core/errors.ts'
import { parseNats } from '../../src/nats/address.ts'
import { Publisher } from '../../src/nats/publisher.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { messagesOf } from './messages.ts'

withNats(() => {
  let server: NatsServer
  let count = 0
  beforeAll(async () => {
    server = await NatsServer.start()
  })

  async function opened(window: number) {
    const name = `S${++count}`
    const heard = { full: 0, room: 0, failures: [] as CosaxError[] }
    const publisher = await Publisher.open(
      parseNats(server.address(name, 'create=true'), ['create']),
      {
        window,
        subjects: [name],
        onFull: () => heard.full++,
        onRoom: () => heard.room++,
        onFailure: (error) => heard.failures.push(error),
      },
    )
    const publish = (n: number) =>
      publisher.publish({
        subject: name,
        id: `${n}`,
        payload: Buffer.from(`${n}`),
        name: `message ${n}`,
      })
    return { name, publisher, publish, heard }
  }

  test('what is sent again while it is in flight is in the stream once', async () => {
    const { name, publisher, publish } = await opened(1000)
    for (let n = 0; n < 100; n++) publish(n)
    publisher.sendAgain()
    publisher.sendAgain()
    await publisher.settled()
    await publisher.close()
    expect((await messagesOf(server.address(name))).map(({ record }) => record)).toEqual(
      Array.from({ length: 100 }, (_, n) => n),
    )
    expect(publisher).toMatchObject({ acknowledged: 100, duplicates: 0 })
  })

  test('no more is in flight than may be, and whoever heeds it waits', async () => {
    const { name, publisher, publish, heard } = await opened(10)
    for (let n = 0; n < 25; n++) publish(n)
    expect(heard).toEqual({ full: 1, room: 0, failures: [] })
    await publisher.settled()
    expect(heard).toEqual({ full: 1, room: 1, failures: [] })
    await publisher.close()
    expect(await messagesOf(server.address(name))).toHaveLength(25)
  })

  test('after a failure nothing is taken, and it is said once', async () => {
    const { publisher, publish, heard } = await opened(10)
    publish(1)
    const error = new Error('gone') as CosaxError
    publisher.fail(error)
    publisher.fail(new Error('again') as CosaxError)
    expect(() => publish(2)).toThrow(error)
    await expect(publisher.settled()).rejects.toThrow(error)
    expect(heard.failures).toEqual([error])
    await publisher.close()
  })
})
