// Provides a target for what is still being loaded: it is there before the first record comes.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Writable } from '../record/lines.ts'
import { layoutOf, takingWritten } from './written.ts'

export interface Loading {
  /** Set when it is loaded. */
  target?: Target<Writable>
}

export function deferred(loading: Loading): Target<Writable> {
  return takingWritten(passing(loading), () => loading.target && layoutOf(loading.target))
}

const passing: (loading: Loading) => Target<Writable> = coroutine(function* (
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
