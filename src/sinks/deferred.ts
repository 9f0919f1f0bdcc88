// Provides a target for what is still being loaded: it is there before the first record comes.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Writable } from '../record/lines.ts'

export interface Loading {
  /** Set when it is loaded. */
  target?: Target<Writable>
}

export const deferred: (loading: Loading) => Target<Writable> = coroutine(function* (
  loading: Loading,
): Receiver<Writable> {
  try {
    while (true) {
      const item = yield
      if (!loading.target?.send(item)) return
    }
  } finally {
    loading.target?.close()
  }
})
