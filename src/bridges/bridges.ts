// Keeps the bridges of a run, to end them when nothing of them is wanted any more, and when the run has failed.

import type { Target } from '../core/coroutine.ts'
import { Gate } from '../core/gate.ts'
import { LIMITS } from '../engine/limits.ts'
import type { Writable } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import type { Bridge } from './crossing.ts'
import { subprocess } from './subprocess.ts'

export interface BridgesOptions {
  /** Shut while a sink is full; hears of a bridge that fails. */
  gate: Gate
  /** Called when a bridge is done. */
  onDone: () => void
  /** How many bytes a record may have that comes back. */
  longest: number | undefined
}

export class Bridges {
  readonly #of: BridgesOptions
  readonly #open: Bridge[] = []

  constructor(options: BridgesOptions) {
    this.#of = options
  }

  /** The way through a command. */
  pipe(command: string, target: Target<Value>): Target<Writable> {
    const { gate, onDone, longest = LIMITS.record } = this.#of
    return subprocess(command, target, {
      name: `--pipe ${JSON.stringify(command)}`,
      longest,
      gate: new Gate((error) => gate.fail(error)),
      after: gate,
      onDone,
      onOpen: (bridge) => this.#open.push(bridge),
    })
  }

  /** Looks which of them are needed no more. */
  look(): void {
    for (const bridge of this.#open) bridge.look()
  }

  /** Ends all of them. */
  async abandon(): Promise<void> {
    await Promise.allSettled(this.#open.map((bridge) => bridge.abandon()))
  }
}
