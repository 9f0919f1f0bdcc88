// Provides a target that the end of its senders does not end: several have it one after the other.

import type { Target } from './coroutine.ts'

export function lasting<T>(
  target: Pick<Target<never>, 'done'>,
  send: (item: T) => boolean,
): Target<T> {
  return {
    send,
    close() {},
    throw() {},
    get done() {
      return target.done
    },
  }
}
