// Provides the target for a reading whose events are not wanted.

import type { Target } from '../core/coroutine.ts'

export const NULL_TARGET: Target<unknown> = {
  send: () => true,
  close() {},
  throw() {},
  done: false,
}
