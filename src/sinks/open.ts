// Turns destinations into sinks, each destination once, and keeps their outputs until the end.

import type { Target } from '../core/coroutine.ts'
import type { Gate } from '../core/gate.ts'
import type { Writable } from '../record/lines.ts'
import { findDestination } from './destination.ts'
import { File } from './file.ts'
import { jsonl } from './jsonl.ts'
import type { Output } from './output.ts'
import { Pipe } from './pipe.ts'
import { Stdout } from './stdout.ts'
import { isTerminal } from './terminal.ts'

export class Sinks {
  readonly #gate: Gate
  readonly #onClosed: () => void
  readonly #outputs: Output[] = []
  readonly #targets = new Map<string, Target<Writable>>()

  /** `onClosed` is called when a sink has become done because nobody reads what it writes. */
  constructor(gate: Gate, onClosed: () => void) {
    this.#gate = gate
    this.#onClosed = onClosed
  }

  /**
   * The sink of a destination: `-` for standard output, or a path.
   *
   * @throws OutputError when it cannot be opened.
   */
  open(destination: string): Target<Writable> {
    const descriptor = descriptorOf(destination)
    const place = descriptor === undefined ? findDestination(destination) : undefined
    const key = place?.path ?? `descriptor ${descriptor}`
    const known = this.#targets.get(key)
    if (known) return known
    const onClosed = () => {
      target.close()
      this.#onClosed()
    }
    const FileOrPipe = place?.isFile ? File : Pipe
    const output = place
      ? new FileOrPipe(place.path, destination, this.#gate, onClosed)
      : new Stdout(this.#gate, onClosed, descriptor, descriptor === 1 ? 'stdout' : destination)
    this.#outputs.push(output)
    const target = jsonl(output, descriptor !== undefined && isTerminal(descriptor))
    this.#targets.set(key, target)
    return target
  }

  /** How many records were written to all of them. */
  get records(): number {
    return this.#outputs.reduce((sum, output) => sum + output.records, 0)
  }

  /** Ends well: files appear when all of them, and stdout, are written. */
  async finish(): Promise<void> {
    await Promise.all(this.#outputs.map((output) => output.flush()))
    for (const output of this.#outputs) output.commit()
  }

  /** Ends after a failure: no file appears, stdout keeps what it was given. */
  async abandon(): Promise<void> {
    for (const output of this.#outputs) {
      try {
        output.discard()
      } catch {} // the others are taken back all the same
    }
    await Promise.allSettled(this.#outputs.map((output) => output.flush()))
  }
}

/** The open descriptor that a destination names: to open its path again would begin at its start. */
function descriptorOf(destination: string): number | undefined {
  if (destination === '-' || destination === '/dev/stdout') return 1
  if (destination === '/dev/stderr') return 2
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d{1,6})$/.exec(destination)?.[1]
  return number === undefined ? undefined : Number(number)
}
