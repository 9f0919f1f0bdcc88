// Provides `sleep`.

import type { Alarm } from '../clock.ts'
import { type Caller, type System, SystemCall } from '../system-call.ts'

/** A class of its own: many may sleep at once, and this weighs less. */
class Sleep extends SystemCall {
  readonly #milliseconds: number

  constructor(milliseconds: number) {
    super()
    this.#milliseconds = milliseconds
  }

  handle(task: Caller, system: System): void {
    const wait = task.wait(cancel, 'clock')
    wait.item = system.clock.after(this.#milliseconds, () => wait.resume())
  }

  override toString(): string {
    return `sleep(${this.#milliseconds})`
  }
}

function cancel(wait: { item: unknown }): void {
  ;(wait.item as Alarm).cancel()
}

/** Waits for at least so many milliseconds. */
export function sleep(milliseconds: number): SystemCall {
  return new Sleep(milliseconds)
}
