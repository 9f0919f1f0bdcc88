// Provides `call`: a subroutine whose result has a type.

import type { Routine } from '../system-call.ts'

/**
 * Runs a routine as a subroutine, as `yield routine` does, and gives its result with its type. Unlike `yield* routine`,
 * which is one generator inside another for the platform, it goes to any depth.
 *
 * @example
 * ```js
 * import { call, Scheduler } from 'cosax/task'
 *
 * function* depth(n) {
 *   return n === 0 ? 0 : 1 + (yield* call(depth(n - 1)))
 * }
 *
 * console.log(await new Scheduler().run(depth(100_000)))
 * ```
 * ```text
 * 100000
 * ```
 */
// biome-ignore lint/suspicious/noExplicitAny: what is sent in is not of a type that the caller knows
export function* call<T>(routine: Routine<T>): Generator<Routine<T>, T, any> {
  return yield routine
}
