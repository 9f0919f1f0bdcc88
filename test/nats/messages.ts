// Reads what is in a stream, as a test wants to see it.

import { parseNats } from '../../src/nats/address.ts'
import { connectNats } from '../../src/nats/connect.ts'

export interface Found {
  subject: string
  id: string
  record: unknown
  sequence: number
}

/** All messages of the stream of an address, in their order. */
export async function messagesOf(text: string): Promise<Found[]> {
  const { stream, ...address } = parseNats(text)
  const { manager, jetstream, close } = await connectNats({ ...address, stream })
  try {
    const { state } = await manager.streams.info(stream)
    const found: Found[] = []
    const consumer = await jetstream.consumers.get(stream)
    while (found.length < state.messages) {
      const batch = await consumer.fetch({
        max_messages: Math.min(1000, state.messages - found.length),
        expires: 5000,
      })
      for await (const message of batch) {
        found.push({
          subject: message.subject,
          id: message.headers?.get('Nats-Msg-Id') ?? '',
          record: JSON.parse(message.string()),
          sequence: message.seq,
        })
      }
    }
    return found
  } finally {
    await close()
  }
}
