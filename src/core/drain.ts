// Ends a line as fast as what it has held back is taken.

import type { Ending } from './coroutine.ts'
import type { Gate } from './gate.ts'

const TURN = 1000 // steps until signals are handled again

/** @throws what the line or the gate does. */
export async function drain(steps: Ending, gate: Gate): Promise<void> {
  for (let n = 1; steps.next().done !== true; n++) {
    if (gate.isShut) await gate.whenOpen()
    else if (n % TURN === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Ends what is left at once: what is still held back is not sent. */
export function cut(steps: Ending, error: unknown): void {
  while (steps.next({ error }).done !== true);
}
