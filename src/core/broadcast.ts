// Provides `broadcast`: one item to many targets.

import { coroutine, type Receiver, type Target } from './coroutine.ts'

/**
 * Sends every item to each of `targets`, in order. A target that is done is left out; the broadcast is
 * done when all are.
 *
 * @example
 * ```js
 * import { broadcast, coroutine, filter } from 'cosax'
 *
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 * const shared = print()
 * const lines = broadcast(
 *   ['python', 'ply', 'swig'].map((word) => filter((line) => line.includes(word), shared)),
 * )
 * lines.send('python and swig')
 * lines.send('perl')
 * lines.close()
 * ```
 * ```text
 * python and swig
 * python and swig
 * ```
 */
export const broadcast: <T>(targets: readonly Target<T>[]) => Target<T> = coroutine(function* <T>(
  targets: readonly Target<T>[],
): Receiver<T> {
  let open = targets.filter((target) => !target.done)
  while (open.length > 0) {
    const item = yield
    let finished = 0
    for (const target of open) if (!target.send(item)) finished++
    if (finished > 0) open = open.filter((target) => !target.done)
  }
})
