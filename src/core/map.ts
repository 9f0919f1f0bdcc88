// Provides `map`: passes on what a function makes of each item.

import { coroutine, type Receiver, type Target } from './coroutine.ts'

/**
 * Sends on `change(item)` for every item.
 *
 * @example
 * ```js
 * import { coroutine, map } from 'cosax'
 *
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 * const buses = map((bus) => bus.route, print())
 * buses.send({ id: '7574', route: '147' })
 * ```
 * ```text
 * 147
 * ```
 */
export const map: <A, B>(change: (item: A) => B, target: Target<B>) => Target<A> = coroutine(
  function* <A, B>(change: (item: A) => B, target: Target<B>): Receiver<A> {
    while (true) {
      if (!target.send(change(yield))) return
    }
  },
)
