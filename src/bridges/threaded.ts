// Provides `threaded`: a stage in a thread of its own.

import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Target } from '../core/coroutine.ts'
import { messageOf } from '../core/errors.ts'
import { Gate } from '../core/gate.ts'
import { LIMITS } from '../engine/limits.ts'
import type { Writable } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { ChannelEnd } from './channel-end.ts'
import { type CrossingOptions, crossing } from './crossing.ts'
import { type Port, PortChannel } from './port-channel.ts'

const GRACE = 500 // ms to end by itself

/** What a thread is given. */
export interface ThreadData {
  module: string
  longest: number
}

export interface ThreadedOptions extends CrossingOptions {
  /** How many bytes a record may have as a line of JSON. */
  longest?: number
}

/**
 * Runs the stages of a module in a thread: records that are sent go there, and what they send comes back to `target`.
 * The module, a path or a URL, exports by default a function that is given a target and answers with one, as the call of any
 * coroutine does: nothing in it knows of threads. Records cross as lines of JSON.
 *
 * It is done when the stages are. `close` and `throw` reach them, `target` is ended when they have, which `finish` waits for.
 * An error of theirs arrives as a StageError with its message and the name of its class: in `target`, from `finish`, and
 * from the next `send`.
 *
 * @example
 * ```js
 * import { coroutine, finish, threaded } from 'cosax'
 *
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 * const buses = threaded('fixtures/stages/north-bound.mjs', print())
 * buses.send({ id: '1485', direction: 'North Bound' })
 * buses.send({ id: '1831', direction: 'South Bound' })
 * await finish(buses)
 * ```
 * ```text
 * { id: '1485', direction: 'North Bound' }
 * ```
 */
export function threaded(
  module: string | URL,
  target: Target<Value>,
  options: ThreadedOptions = {},
): Target<Writable> {
  const { gate = new Gate(), onDone = () => {}, longest = LIMITS.record } = options
  const workerData: ThreadData = { module: hrefOf(module), longest }
  const worker = new Worker(new URL('./thread.js', import.meta.url), {
    workerData,
    execArgv: process.execArgv.filter((flag) => !flag.startsWith('--input-type')), // is about no file
  })
  const gone = endOf(worker)
  const channel = new PortChannel({
    name: `thread ${JSON.stringify(String(module))}`,
    port: worker as Port,
    gate,
    gone,
    destroy: async (isUrgent) => {
      if (!isUrgent) await Promise.race([gone, pause(GRACE, undefined, { ref: false })])
      await worker.terminate()
    },
  })
  return crossing(new ChannelEnd(channel, longest, onDone), target, { ...options, gate })
}

/** Resolves, when it has ended, with how. */
function endOf(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    worker.on('error', (error) => resolve(messageOf(error)))
    worker.on('exit', (code) => resolve(`ended with exit code ${code}`))
  })
}

function hrefOf(module: string | URL): string {
  const isUrl = module instanceof URL || /^[a-z][a-z\d+.-]+:/i.test(module)
  return isUrl ? String(module) : pathToFileURL(module).href
}
