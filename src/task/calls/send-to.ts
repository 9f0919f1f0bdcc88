// Provides `sendTo`: a task feeds a line of coroutines no faster than its end takes it.

import { gatesOf, type Target } from '../../core/coroutine.ts'
import type { Gate } from '../../core/gate.ts'
import { type SystemCall, systemCall } from '../system-call.ts'
import { justLeave } from '../wait.ts'

/**
 * Sends an item to a coroutine, and waits before that while a gate is shut: one that was given, or those among the
 * arguments of the coroutine and of all after it. Answers whether the target takes more; false when it is done.
 *
 * @throws what the target throws, and the error by which a gate has failed.
 *
 * @example
 * ```js
 * import { coroutine } from 'cosax'
 * import { Gate, newTask, Scheduler, sendTo, sleep } from 'cosax/task'
 *
 * const slow = coroutine(function* (gate) {
 *   while (true) {
 *     console.log('got', yield)
 *     gate.shut()
 *     setTimeout(() => gate.open(), 5)
 *   }
 * })
 *
 * await new Scheduler().run(function* () {
 *   const target = slow(new Gate())
 *   for (const item of ['a', 'b']) {
 *     yield* sendTo(target, item)
 *     console.log('sent', item)
 *   }
 * })
 * ```
 * ```text
 * got a
 * sent a
 * got b
 * sent b
 * ```
 */
export function* sendTo<T>(
  target: Target<T>,
  item: T,
  gate?: Gate,
): Generator<SystemCall, boolean, void> {
  const gates = gate ? [gate] : gatesOf(target)
  do yield whenOpen(target, gates)
  while (!target.done && gates.some((each) => each.isShut)) // by another task
  return !target.done && target.send(item)
}

function whenOpen(target: Target<never>, gates: readonly Gate[]): SystemCall {
  return systemCall('sendTo', (task) => {
    const shut = gates.find((each) => each.isShut)
    if (!shut || target.done) return task.resume()
    const wait = task.wait(justLeave)
    shut.whenOpen().then(
      () => wait.resume(),
      (error) => wait.fail(error),
    )
  })
}
