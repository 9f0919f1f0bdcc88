// Ends a line as fast as what it has held back is taken.

import { type Ending, ending, gatesOf, type Target } from './coroutine.ts'
import { type Gate, Gates } from './gate.ts'
import { nextTurn } from './next-turn.ts'

const TURN = 1000 // steps until signals are handled again

/**
 * Ends a line, and waits for what of it is elsewhere and keeps the gate shut until it has ended too.
 *
 * @throws what the line or the gate does.
 */
export async function drain(steps: Ending, gate: Gate): Promise<void> {
  for (let n = 1; steps.next().done !== true; n++) {
    if (gate.isShut) await gate.whenOpen()
    else if (n % TURN === 0) await nextTurn()
  }
  await gate.whenOpen()
}

/**
 * Closes a target and waits until all has ended that it leads to: threads, processes and connections too. What a
 * slow end of it has to take is sent no faster than that takes it.
 *
 * @throws what made it, or one of those that it leads to, fail.
 *
 * @example
 * ```js
 * import { coroutine, finish, subprocess } from 'cosax'
 *
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 * const sorted = subprocess('sort', print())
 * for (const word of ['swig', 'ply', 'python']) sorted.send(word)
 * await finish(sorted)
 * ```
 * ```text
 * ply
 * python
 * swig
 * ```
 */
export function finish(target: Target<never>): Promise<void> {
  return drain(ending(target), new Gates(gatesOf(target)))
}

/** Ends what is left at once: what is still held back is not sent. */
export function cut(steps: Ending, error: unknown): void {
  while (steps.next({ error }).done !== true);
}
