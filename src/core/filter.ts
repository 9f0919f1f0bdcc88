// Provides `filter`: passes on the items that a function keeps.

import { coroutine, type Receiver, type Target } from './coroutine.ts'

/**
 * Sends on the items for which `keep` answers true.
 *
 * @example
 * ```js
 * import { coroutine, filter } from 'cosax'
 *
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 * const buses = filter((bus) => bus.route === '22', print())
 * buses.send({ id: '7574', route: '147' })
 * buses.send({ id: '1412', route: '22' })
 * ```
 * ```text
 * { id: '1412', route: '22' }
 * ```
 */
export const filter: <T>(keep: (item: T) => boolean, target: Target<T>) => Target<T> = coroutine(
  function* <T>(keep: (item: T) => boolean, target: Target<T>): Receiver<T> {
    while (true) {
      const item = yield
      if (keep(item) && !target.send(item)) return
    }
  },
)
