// Provides `sendTo`: records go over a connection to a program that calls `receiveFrom` or `hostStage`.

import { Readable, type Writable } from 'node:stream'
import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { Gate } from '../core/gate.ts'
import { LIMITS } from '../engine/limits.ts'
import type { Value } from '../record/record.ts'
import { ChannelEnd } from './channel-end.ts'
import { type CrossingOptions, crossing } from './crossing.ts'
import { StreamChannel } from './stream-channel.ts'
import { nameOf } from './stream-name.ts'

export interface SendToOptions extends CrossingOptions {
  /** What errors call the other end. */
  name?: string
  /** How many bytes a record may have as a line of JSON. */
  longest?: number
}

/**
 * Sends records over a socket, or another stream, in frames: batches of JSON lines with their length. The other end calls
 * `receiveFrom`, or `hostStage`, whose records come back to `target`. It is done when the other end is. Closing it tells
 * the other end; `finish` waits until that has ended its targets, and closed.
 *
 * An error of the other end arrives as a StageError with its message and the name of its class, and so does a connection that
 * closes before its end: from `finish`, and from the next `send`. A stream that cannot be read tells nothing of this.
 *
 * @example
 * ```js
 * import { connect, createServer } from 'node:net'
 * import { coroutine, finish, receiveFrom, sendTo } from 'cosax'
 *
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 * const server = createServer((socket) => receiveFrom(socket, print()))
 * await new Promise((resolve) => server.listen(0, resolve))
 *
 * const there = sendTo(connect(server.address().port))
 * there.send({ id: '1485', direction: 'North Bound' })
 * await finish(there)
 * server.close()
 * ```
 * ```text
 * { id: '1485', direction: 'North Bound' }
 * ```
 */
export function sendTo(
  stream: Writable,
  target: Target<Value> = nowhere(),
  options: SendToOptions = {},
): Target<Value> {
  const { gate = new Gate(), onDone = () => {}, longest = LIMITS.record } = options
  const { name = nameOf(stream) } = options
  const readable = stream instanceof Readable ? stream : undefined
  const channel = new StreamChannel({
    name,
    readable,
    writable: stream,
    longest,
    gate,
    onClosed: onDone,
  })
  return crossing(new ChannelEnd(channel, longest, onDone), target, {
    ...options,
    gate,
  }) as Target<Value>
}

const nowhere = coroutine(function* (): Receiver<Value> {
  while (true) yield
})
