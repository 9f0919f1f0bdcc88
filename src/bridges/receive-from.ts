// Provides `receiveFrom` and `hostStage`: the far ends of a connection, and of a process that was started for it.

import { Duplex, type Readable, type Writable } from 'node:stream'
import type { Target } from '../core/coroutine.ts'
import { LIMITS } from '../engine/limits.ts'
import { type HostedStage, host } from './host.ts'
import { StreamChannel } from './stream-channel.ts'
import { nameOf } from './stream-name.ts'

export interface ReceiveOptions {
  /** How many bytes a record may have as a line of JSON, and a frame. */
  longest?: number
}

/**
 * Receives what `sendTo` sends over a socket, or another stream, and sends it to `target`, no faster than that takes it. It is
 * ended when the other end closes, or fails; when it is done, or fails, the other end is told. Resolves when all has ended.
 *
 * @throws what `target` throws, and StageError for bytes that are no frames, a frame that is too long or cut off, and a
 * connection that closes before its end; all of these are thrown into `target` too.
 *
 * @example
 * ```js
 * import { Readable } from 'node:stream'
 * import { coroutine, receiveFrom } from 'cosax'
 *
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 * const bytes = Buffer.from('R\0\0\0\x07{"n":1}E\0\0\0\0', 'latin1')
 * await receiveFrom(Readable.from([bytes]), print())
 * ```
 * ```text
 * { n: 1 }
 * ```
 */
export function receiveFrom(
  stream: Readable,
  target: Target<never>,
  options: ReceiveOptions = {},
): Promise<void> {
  return over(stream, writableOf(stream), () => target, options)
}

/**
 * Runs a stage for who sends: what comes over the stream goes to it, and what it sends goes back. If no stream is given, that
 * is for the process that started this one, with `subprocess(command, target, { framed: true })`: over stdin and stdout, which are
 * for nothing else then.
 *
 * @throws what the stage throws, which the other end hears of too.
 *
 * @example
 * ```js
 * import { connect, createServer } from 'node:net'
 * import { coroutine, filter, finish, hostStage, sendTo } from 'cosax'
 *
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 * const northBound = (target) => filter((bus) => bus.direction === 'North Bound', target)
 * const server = createServer((socket) => hostStage(northBound, socket))
 * await new Promise((resolve) => server.listen(0, resolve))
 *
 * const buses = sendTo(connect(server.address().port), print())
 * buses.send({ id: '1485', direction: 'North Bound' })
 * buses.send({ id: '1831', direction: 'South Bound' })
 * await finish(buses)
 * server.close()
 * ```
 * ```text
 * { id: '1485', direction: 'North Bound' }
 * ```
 */
export function hostStage(
  stage: HostedStage,
  stream?: Duplex,
  options: ReceiveOptions = {},
): Promise<void> {
  if (stream) return over(stream, stream, stage, options)
  return over(process.stdin, process.stdout, stage, options)
}

function over(
  readable: Readable,
  writable: Writable | undefined,
  stage: HostedStage,
  { longest = LIMITS.record }: ReceiveOptions,
): Promise<void> {
  const channel = new StreamChannel({ name: nameOf(readable), readable, writable, longest })
  return host(channel, stage, longest)
}

function writableOf(stream: Readable): Writable | undefined {
  return stream instanceof Duplex && stream.writable ? stream : undefined
}
