// Provides `subprocess`: records go as JSON lines to a command, and what it prints comes back as records.

import type { Target } from '../core/coroutine.ts'
import { messageOf, StageError } from '../core/errors.ts'
import { Gate } from '../core/gate.ts'
import { LIMITS } from '../engine/limits.ts'
import { jsonOf } from '../formats/jsonl.ts'
import { Command, type CommandLine, commandText } from '../process/command.ts'
import { Lines, type Writable } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { StreamWriter } from '../sinks/stream-writer.ts'
import { ChannelEnd } from './channel-end.ts'
import { type CrossingOptions, crossing, type FarEnd } from './crossing.ts'
import { JsonLines } from './json-lines.ts'
import { StreamChannel } from './stream-channel.ts'

export interface SubprocessOptions extends CrossingOptions {
  /** What errors call it. */
  name?: string
  /** How many bytes a record may have as a line of JSON. */
  longest?: number
  /** Whether the command is a program that calls `hostStage`: then records travel in frames, and errors and `done` cross too. */
  framed?: boolean
}

/**
 * Sends records as JSON lines to a command, a line for the shell or a program with its arguments, and the JSON lines that
 * it prints to `target`. It is done when the command reads no more. Closing it is the end of the command's input; `target` is
 * closed when the command has ended, which `finish` waits for.
 *
 * A command that ends with another code than 0, is ended by a signal or prints what is no JSON is a StageError: in
 * `target`, from `finish`, and from the next `send`. A failure before it ends its input; what it still prints is sent on first.
 * What it writes to stderr is passed on.
 *
 * @throws StageError when the system cannot run it.
 *
 * @example
 * ```js
 * import { coroutine, finish, subprocess } from 'cosax'
 *
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 * const buses = subprocess(['grep', 'North'], print())
 * buses.send({ id: '1485', direction: 'North Bound' })
 * buses.send({ id: '1831', direction: 'South Bound' })
 * await finish(buses)
 * ```
 * ```text
 * { id: '1485', direction: 'North Bound' }
 * ```
 */
export function subprocess(
  command: CommandLine,
  target: Target<Value>,
  options: SubprocessOptions = {},
): Target<Writable> {
  const { gate = new Gate(), onDone = () => {} } = options
  const { name = `subprocess ${JSON.stringify(commandText(command))}` } = options
  const { longest = LIMITS.record } = options
  const how = { name, longest, gate, onDone }
  const far = options.framed ? framedEnd(command, how) : new CommandEnd(command, how)
  return crossing(far, target, { ...options, gate })
}

interface CommandEndOptions {
  name: string
  longest: number
  gate: Gate
  onDone: () => void
}

function framedEnd(line: CommandLine, options: CommandEndOptions): FarEnd {
  const { name, longest, gate, onDone } = options
  const command = started(line, name)
  const channel = new StreamChannel({
    name,
    readable: command.stdout,
    writable: command.stdin,
    longest,
    gate,
    onClosed: onDone,
    reason: async () => (await command.failure) ?? 'ended before it said so',
    destroy: (isUrgent) => command.end(isUrgent),
  })
  return new ChannelEnd(channel, longest, onDone)
}

/** @throws StageError when the system cannot run it. */
function started(line: CommandLine, name: string): Command {
  try {
    return new Command(line)
  } catch (error) {
    throw new StageError(`${name}: cannot be run: ${messageOf(error)}`)
  }
}

class CommandEnd implements FarEnd {
  readonly #of: CommandEndOptions
  readonly #command: Command
  readonly #writer: StreamWriter
  #isLeft = false

  constructor(line: CommandLine, options: CommandEndOptions) {
    this.#of = options
    const { name, gate, onDone } = options
    this.#command = started(line, name)
    this.#writer = new StreamWriter(this.#command.stdin, { name, gate, onClosed: onDone })
  }

  async *arrivals(): AsyncGenerator<Iterable<Value>> {
    const { name, longest } = this.#of
    const lines = new JsonLines(name, longest)
    try {
      for await (const bytes of this.#command.stdout) yield lines.write(bytes)
    } catch (error) {
      if (!this.#isLeft) throw error
    }
    const failure = await this.#command.failure
    if (this.#isLeft) return
    if (failure !== undefined) throw new StageError(`${name}: ${failure}`)
    yield lines.end()
  }

  get done(): boolean {
    return this.#writer.isClosed
  }

  send(item: Writable): boolean {
    if (item instanceof Lines) return this.#writer.writeText(item.bytes)
    return this.#writer.write(`${jsonOf(item)}\n`)
  }

  close(): void {
    this.#writer.end()
  }

  /** What it has not printed yet is made of records that were whole. */
  throw(): void {
    this.#writer.end()
  }

  leave(isUrgent = false): Promise<void> {
    this.#isLeft = true
    return this.#command.end(isUrgent)
  }
}
