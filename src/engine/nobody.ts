// Provides the target of a reading of which nothing is wanted.

import type { Target } from '../core/coroutine.ts'

export const NOBODY: Target<unknown> = { send: () => true, close() {}, throw() {}, done: false }
